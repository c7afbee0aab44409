// Keys belong to the tree only while the tree itself has the focus: a box or a link inside a row keeps its own.
const named = new Set([
  'ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageDown', 'PageUp', 'Enter', 'F2', 'Escape',
]);

export function attach(tree, owner) {
  const scroller = tree.parentElement;

  const onKey = event => {
    if (event.target !== tree || event.altKey || event.isComposing) {
      return;
    }
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      event.preventDefault();
      tree.querySelector('[data-active] [popover]')?.showPopover();
      tree.querySelector('[data-active] [popover] .menu-item')?.focus();
      return;
    }
    const control = event.ctrlKey || event.metaKey;
    const known = control ? event.key.toLowerCase() === 'a' : named.has(event.key) || event.key.length === 1;
    if (!known) {
      return;
    }
    event.preventDefault();
    owner.invokeMethodAsync('OnKeyAsync', event.key, event.shiftKey, control);
  };

  tree.addEventListener('keydown', onKey);
  return {
    stop: () => tree.removeEventListener('keydown', onKey),
    reveal: index => {
      const row = tree.querySelector('[data-active]');
      if (row) {
        row.scrollIntoView({ block: 'nearest' });
        return;
      }
      // The row does not exist yet: bring its place into view, and the list makes it.
      const height = tree.querySelector('[role=treeitem]')?.offsetHeight ?? 37;
      const box = scroller.scrollHeight > scroller.clientHeight ? scroller : document.scrollingElement;
      const offset = box === scroller ? 0 : tree.getBoundingClientRect().top + box.scrollTop;
      box.scrollTop = offset + index * height - box.clientHeight / 2;
    },
  };
}
