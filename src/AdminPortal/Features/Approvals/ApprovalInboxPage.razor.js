// Keys work anywhere on the page except while somebody types or a dialog is open. The browser must decide that at once,
// because "/" has to be kept from its own quick find.
const keys = new Set(["j", "k", "a", "r", "x", "z", "A", "R", "?"]);

export function listen(page) {
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const target = event.target;
    const types = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    if (types && target.type !== "checkbox") {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("approval-filter")?.focus();
    } else if (keys.has(event.key)) {
      event.preventDefault();
      page.invokeMethodAsync("OnKeyAsync", event.key);
    }
  };
  document.addEventListener("keydown", onKey);
  return {
    stop: () => document.removeEventListener("keydown", onKey),
    reveal: (list, index, rowHeight) => {
      if (!list || index < 0) return;
      const top = index * rowHeight;
      if (top < list.scrollTop) list.scrollTop = top;
      else if (top + rowHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + rowHeight - list.clientHeight;
    },
  };
}
