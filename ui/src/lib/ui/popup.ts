import type { Attachment } from 'svelte/attachments';

/** Space left between the opener, the pop-up and the window's edge, in px. */
const GAP = 4;

/**
 * Shows an element (with `popover="manual"`) above everything else, open dialogs too, under what
 * it belongs to; over it where there is no room below.
 */
export function popup(
  anchor: () => HTMLElement | undefined | null,
  { match = false, end = false }: { match?: boolean; end?: boolean } = {},
): Attachment<HTMLElement> {
  return (element) => {
    const place = () => {
      const from = anchor()?.getBoundingClientRect();
      if (!from) return;
      if (match) element.style.minWidth = `${from.width}px`;
      const { width, height } = element.getBoundingClientRect();
      const below = innerHeight - from.bottom - 2 * GAP;
      const over = height > below && from.top > below;
      const top = over ? Math.max(GAP, from.top - GAP - height) : from.bottom + GAP;
      const left = end ? from.right - width : from.left;
      element.style.top = `${top}px`;
      element.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
      element.style.maxHeight = `${Math.max(96, over ? from.top - 2 * GAP : below)}px`;
    };
    element.style.position = 'fixed';
    element.style.inset = 'auto';
    element.style.margin = '0';
    element.showPopover();
    place();
    const watch = new ResizeObserver(place);
    watch.observe(element);
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      watch.disconnect();
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  };
}
