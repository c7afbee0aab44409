const before = new WeakMap();

export function show(dialog, owner) {
  if (!dialog?.isConnected || dialog.open) {
    return;
  }
  before.set(dialog, document.activeElement);
  // Escape asks the server, which owns the state; the dialog closes when the state says so.
  dialog.oncancel = event => {
    if (event.target === dialog) {
      event.preventDefault();
      owner.invokeMethodAsync('OnDismissedAsync');
    }
  };
  dialog.showModal();
  const first = dialog.querySelector('[autofocus]')
    ?? dialog.querySelector('.modal-body :is(input, select, textarea, button):not(:disabled)')
    ?? dialog.querySelector('.modal-actions button:not(:disabled)')
    ?? dialog.querySelector('h2');
  first?.focus();
}

export function close(dialog) {
  if (dialog?.open) {
    dialog.close();
  }
  const origin = dialog && before.get(dialog);
  before.delete(dialog);
  if (origin?.isConnected && (document.activeElement === document.body || document.activeElement === null)) {
    origin.focus();
  }
}
