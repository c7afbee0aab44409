// What the browser must decide at once: that a column takes a drop, what flies under the pointer, and scrolling at the edges.
const edge = 64;

export function attach(board) {
  let over = null;

  const mark = column => {
    if (column !== over) {
      over?.classList.remove('over');
      column?.classList.add('over');
      over = column;
    }
  };

  const onStart = event => {
    const card = event.target.closest?.('[data-card]');
    if (!card?.draggable) {
      return;
    }
    event.dataTransfer.setData('text/plain', card.dataset.card);
    event.dataTransfer.effectAllowed = 'move';
    const picked = card.classList.contains('picked') ? Number(board.dataset.picked) : 1;
    if (picked > 1) {
      const label = document.createElement('div');
      label.className = 'drag-label';
      label.textContent = `${picked} groups`;
      document.body.append(label);
      event.dataTransfer.setDragImage(label, 12, 12);
      setTimeout(() => label.remove());
    }
  };

  const onOver = event => {
    const column = event.target.closest?.('[data-drop]');
    if (column) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
    }
    mark(column ?? null);
    const box = board.getBoundingClientRect();
    if (event.clientX < box.left + edge) {
      board.scrollLeft -= 16;
    } else if (event.clientX > box.right - edge) {
      board.scrollLeft += 16;
    }
  };

  const onLeave = event => {
    if (!board.contains(event.relatedTarget)) {
      mark(null);
    }
  };

  const onEnd = () => mark(null);

  const listeners = [['dragstart', onStart], ['dragover', onOver], ['dragleave', onLeave], ['dragend', onEnd], ['drop', onEnd]];
  listeners.forEach(([name, listener]) => board.addEventListener(name, listener));
  return { stop: () => listeners.forEach(([name, listener]) => board.removeEventListener(name, listener)) };
}
