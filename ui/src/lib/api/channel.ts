/** What comes over the channel: whether the program is heard, and what it tells. */
export interface Heard {
  /** News may have passed unheard: what is heard next begins with asking for everything. */
  deaf: () => void;
  up: () => void;
  down: () => void;
  told: (message: string) => void;
}
/** After which a page that was turned away asks again, behind the others. */
const AGAIN_MS = 5_000;
type Word = { say: 'deaf' | 'up' | 'down' | 'who' } | { say: 'told'; message: string };

/**
 * Listens to the program. A browser opens six connections to one address at most, all its tabs
 * together, so one tab has the channel and tells the others; when it goes, the next one opens it.
 */
export function listen(address: string, heard: Heard): void {
  // A page that is not secure has no locks; it listens for itself.
  const locks = (navigator as Partial<Navigator>).locks;
  if (!locks) return void source(address, heard);

  const others = new BroadcastChannel(`netra${address}`);
  const say = (word: Word): void => others.postMessage(word);
  let own: EventSource | undefined;
  others.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.say === 'who') {
      if (own?.readyState === EventSource.OPEN) say({ say: 'up' });
    } else if (data.say === 'told') heard.told(data.message);
    else heard[data.say]();
  };
  const both = (word: 'deaf' | 'up' | 'down') => (): void => {
    heard[word]();
    say({ say: word });
  };
  const told = (message: string): void => {
    heard.told(message);
    say({ say: 'told', message });
  };
  const takeTurn = async (): Promise<void> => {
    // The channel is kept until the page goes, or the program will not have this page any more.
    await locks.request(`netra${address}`, async () => {
      both('deaf')();
      await new Promise<void>((giveUp) => {
        own = source(address, { deaf: both('deaf'), up: both('up'), down: both('down'), told }, giveUp);
      });
    });
    setTimeout(() => void takeTurn(), AGAIN_MS);
  };
  // Whoever has the channel answers; a tab that comes to have it says so itself.
  say({ say: 'who' });
  void takeTurn();
}

/** The browser reconnects by itself, but not after it was turned away: then `giveUp` is called. */
function source(address: string, heard: Heard, giveUp: () => void = () => undefined): EventSource {
  const source = new EventSource(address);
  source.onmessage = (message) => heard.told(String(message.data));
  source.onopen = heard.up;
  source.onerror = () => {
    heard.down();
    if (source.readyState === EventSource.CLOSED) giveUp();
  };
  return source;
}
