/** Short messages at the foot of the window; an undo stays for eight seconds. */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  undo?: { label: string; run: () => void };
  /** What one may want to do next. */
  next?: { label: string; run: () => void };
  /** Of messages of one kind only the newest is shown; the others can still be taken back, one after the other. */
  kind?: string;
}

const STAY_MS = 8000;

class Toasts {
  list = $state.raw<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    this.list = [...this.list.slice(-2), { ...toast, id }];
    this.resume(id);
    return id;
  }
  close(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }
  /** Nothing vanishes while it is being read or reached for. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
  resume(id: number): void {
    this.hold(id);
    this.#timers.set(id, setTimeout(() => this.close(id), STAY_MS));
  }
  get shown(): Toast[] {
    return this.list.filter((toast, at) => !toast.kind || this.list.findLastIndex((other) => other.kind === toast.kind) === at);
  }
  /** The newest thing that can be taken back, for Ctrl+Z. */
  get newestUndo(): Toast | undefined {
    return this.list.findLast((toast) => toast.undo);
  }
}

export const toasts = new Toasts();
