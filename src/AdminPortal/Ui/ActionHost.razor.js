export function raise(host) {
  if (!host?.isConnected) {
    return;
  }
  // Shown anew, it comes on top of every dialog that was opened since.
  if (host.matches(':popover-open')) {
    host.hidePopover();
  }
  host.showPopover();
}

export function lower(host) {
  if (host?.isConnected && host.matches(':popover-open')) {
    host.hidePopover();
  }
}
