// What the browser must do by itself around every page: menus, the words for a lost circuit, the viewer's time zone.
(() => {
  // ---- menus: <details class="menu"> with .menu-list ----
  const place = menu => {
    const list = menu.querySelector('.menu-list');
    const anchor = menu.querySelector('summary').getBoundingClientRect();
    const gap = 4;
    // Fixed, so that no scrolling box cuts it off.
    list.style.position = 'fixed';
    list.style.right = 'auto';
    const { width, height } = list.getBoundingClientRect();
    const below = anchor.bottom + gap;
    list.style.left = `${Math.max(gap, Math.min(anchor.right - width, innerWidth - width - gap))}px`;
    list.style.top = `${below + height > innerHeight && anchor.top > height ? anchor.top - height - gap * 2 : anchor.bottom}px`;
  };
  const closeMenus = except => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (menu !== except) {
        menu.open = false;
      }
    }
  };
  document.addEventListener('toggle', event => {
    if (event.target.matches?.('details.menu') && event.target.open) {
      closeMenus(event.target);
      place(event.target);
    }
  }, true);
  document.addEventListener('click', event => {
    const menu = event.target.closest?.('details.menu');
    closeMenus(event.target.closest?.('.menu-item') ? null : menu);
  });
  addEventListener('scroll', event => {
    if (!event.target.closest?.('.menu-list')) {
      closeMenus(null);
    }
  }, true);
  document.addEventListener('keydown', event => {
    const menu = event.target.closest?.('details.menu');
    if (!menu?.open) {
      return;
    }
    const items = [...menu.querySelectorAll('.menu-item:not(:disabled)')];
    const at = items.indexOf(document.activeElement);
    switch (event.key) {
      case 'Escape':
        menu.open = false;
        menu.querySelector('summary').focus();
        break;
      case 'ArrowDown':
        items[(at + 1) % items.length]?.focus();
        break;
      case 'ArrowUp':
        items[(at + items.length - 1) % items.length]?.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  // ---- the lost circuit ----
  document.addEventListener('click', async event => {
    const action = event.target.closest?.('[data-circuit]')?.dataset.circuit;
    if (action === 'reload') {
      location.reload();
    } else if (action === 'retry') {
      try {
        // False: the server is there and has forgotten this page.
        if (await Blazor.reconnect() === false) {
          location.reload();
        }
      } catch {
        // Still unreachable; the banner says so.
      }
    }
  });
  const banner = document.getElementById('components-reconnect-modal');
  if (banner) {
    new MutationObserver(() => {
      const typed = [...document.querySelectorAll('input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea')].some(field => field.value);
      // Nothing typed can get lost: go on without a click. The address carries filters and selection.
      if (banner.classList.contains('components-reconnect-rejected') && !typed) {
        location.reload();
      }
    }).observe(banner, { attributes: true, attributeFilter: ['class'] });
  }

  globalThis.adminPortalShell = {
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
})();
