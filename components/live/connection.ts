import type { Socket } from "socket.io-client";
import { Cell, type LiveState } from "@/components/live/live-state";
import type { SeriesStore } from "@/components/live/series-store";
import type { ServerClock } from "@/components/live/server-clock";
import { type BrowserEvents, type Change, LIVE_PATH, MOST_WATCHED, type ServerEvents } from "@/lib/live/contract";

type LiveSocket = Socket<ServerEvents, BrowserEvents>;

type Deps = {
  store: SeriesStore;
  clock: ServerClock;
  onChange: (change: Change) => void;
  /** The socket is back after a loss: everything on the screen is asked for again. */
  onReturn: () => void;
};

const GATHER_MS = 60;

/** The page's one socket: watches what is on the screen, hands ticks to the store and changes to the caller, and says how it is. */
export class Connection {
  readonly state = new Cell<LiveState>({ link: "connecting", paused: false, lostAtMs: null });
  private socket: LiveSocket | undefined;
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private asked = "";
  private everLive = false;
  private opening = 0;

  constructor(private readonly deps: Deps) {}

  async open(): Promise<void> {
    this.opening += 1;
    const turn = this.opening;
    const { io } = await import("socket.io-client");
    if (turn !== this.opening) return;
    const socket: LiveSocket = io({
      path: LIVE_PATH,
      transports: ["websocket"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      timeout: 5_000,
    });
    this.socket = socket;
    socket.on("connect", () => this.onConnect());
    socket.on("disconnect", (reason) => this.onLoss(reason === "io server disconnect"));
    socket.on("connect_error", (error) => {
      if (error.message === "unauthenticated") this.move({ link: "signed-out" });
      else this.onLoss(false);
    });
    socket.on("tick", (tick) => this.deps.store.apply(tick.values));
    socket.on("change", (change) => this.deps.onChange(change));
    this.unwatch = this.deps.store.onWatchedChange(() => this.watchSoon());
  }

  close(): void {
    this.opening += 1;
    clearTimeout(this.gathering);
    this.unwatch();
    this.socket?.disconnect();
    this.socket = undefined;
  }

  setPaused(paused: boolean): void {
    if (paused === this.state.read().paused) return;
    if (paused) this.deps.store.hold();
    else this.deps.store.release();
    this.move({ paused });
    if (!paused) this.deps.onReturn();
  }

  private unwatch: () => void = () => undefined;

  private onConnect(): void {
    const returned = this.everLive;
    this.everLive = true;
    this.asked = "";
    this.move({ link: "live", lostAtMs: null });
    this.watchNow();
    if (returned) this.deps.onReturn();
  }

  // A server that closes the door has ended the session or is about to say so; the client library does not retry by itself then.
  private onLoss(byServer: boolean): void {
    const { link, lostAtMs } = this.state.read();
    if (link === "signed-out") return;
    this.move({ link: "lost", lostAtMs: lostAtMs ?? this.deps.clock.now() });
    if (byServer) setTimeout(() => this.socket?.connect(), 1_000);
  }

  private watchSoon(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.watchNow();
    }, GATHER_MS);
  }

  private watchNow(): void {
    const socket = this.socket;
    if (!socket?.connected) return;
    const series = this.deps.store.watched().slice(0, MOST_WATCHED);
    const asking = series.join();
    if (asking === this.asked) return;
    this.asked = asking;
    const sentMs = performance.now();
    socket.emit("watch", { series }, (watched) => {
      this.deps.clock.learn(watched.serverTimeMs, performance.now() - sentMs);
      this.deps.store.apply(watched.values);
    });
  }

  private move(part: Partial<LiveState>): void {
    this.state.write({ ...this.state.read(), ...part });
  }
}
