let detachAll = () => {};
let before = null;

export function attach(dialog, owner) {
  detachAll();
  const onKeyDown = event => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      // Another modal question comes first.
      if (!document.querySelector('dialog:modal:not(.palette)')) {
        event.preventDefault();
        owner.invokeMethodAsync('OpenAsync');
      }
    }
  };
  const onDialogKey = event => {
    if (event.isComposing) {
      return;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp' || event.key === 'Enter') {
      event.preventDefault();
      owner.invokeMethodAsync('OnKeyAsync', event.key);
    }
    // What is typed here is no shortcut of the page below.
    event.stopPropagation();
  };
  const onCancel = event => {
    event.preventDefault();
    owner.invokeMethodAsync('Close');
  };
  const onClick = event => {
    if (event.target === dialog) {
      owner.invokeMethodAsync('Close');
    }
  };
  document.addEventListener('keydown', onKeyDown);
  dialog.addEventListener('keydown', onDialogKey);
  dialog.addEventListener('cancel', onCancel);
  dialog.addEventListener('click', onClick);
  detachAll = () => {
    document.removeEventListener('keydown', onKeyDown);
    dialog.removeEventListener('keydown', onDialogKey);
    dialog.removeEventListener('cancel', onCancel);
    dialog.removeEventListener('click', onClick);
  };
}

export function detach() {
  detachAll();
  detachAll = () => {};
}

export function show(dialog, input) {
  if (dialog.isConnected && !dialog.open) {
    before = document.activeElement;
    dialog.showModal();
    input.focus();
  }
}

export function reveal(dialog) {
  dialog.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
}

export function close(dialog) {
  if (dialog.open) {
    dialog.close();
  }
  if (before?.isConnected && document.activeElement === document.body) {
    before.focus();
  }
  before = null;
}
