// Runs before the first paint, so that a chosen theme never flashes the other one. "system" is the absence of a choice.
(() => {
  const key = 'adminportal.theme';
  const root = document.documentElement;
  const read = () => {
    try {
      const theme = localStorage.getItem(key);
      return theme === 'light' || theme === 'dark' ? theme : 'system';
    } catch {
      // A browser that forbids storage keeps the system's theme.
      return 'system';
    }
  };
  const apply = theme => {
    if (theme === 'system') {
      root.removeAttribute('data-theme');
    } else {
      root.dataset.theme = theme;
    }
  };
  apply(read());
  globalThis.adminPortalTheme = {
    get: read,
    set(theme) {
      try {
        if (theme === 'system') {
          localStorage.removeItem(key);
        } else {
          localStorage.setItem(key, theme);
        }
      } catch {
        // Still applies to this page.
      }
      apply(theme);
    },
  };
  // Another tab of the same operator changes along.
  addEventListener('storage', e => {
    if (e.key === key) {
      apply(read());
    }
  });
})();
