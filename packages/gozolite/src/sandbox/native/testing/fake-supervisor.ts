/**
 * A supervisor without sandboxes, for the tests of what talks to it: it speaks the protocol's other side over a real
 * socket, and its "programs" are the few words of `PROGRAMS`. Nothing is ever executed.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { FieldReader } from '../field-reader.ts';
import { FrameSplitter } from '../frame-splitter.ts';
import { type EncodedFrame, FrameWriter } from '../frame-writer.ts';
import { FRAME, MAX_SERVICE_BODY, TAG } from '../protocol.ts';

export type FakeRun = {
  readonly id: number;
  readonly argv: string[];
  readonly env: string[];
  readonly files: { mode: number; path: string; content: string }[];
  readonly numbers: Map<number, number>;
  readonly globs: string[];
  stdin: Buffer;
};

/** Listens on `path`; every connection is a supervisor of its own. */
export function listenAsFakeSupervisor(path: string): Promise<Server> {
  const server = createServer((socket) => new FakeSupervisor(socket));
  return new Promise((resolve) => server.listen(path, () => resolve(server)));
}

/** Most data in one OUTPUT frame. */
const PIECE_BYTES = 1024 * 1024;
const LAYERS = ['namespaces=clone3', 'seccomp=allow-list', 'landlock=', 'cgroup=v2'];

class FakeSupervisor {
  readonly #socket: Socket;
  readonly #writer = new FrameWriter();
  readonly #hanging = new Map<number, FakeRun>();
  #rootfs = '';
  #bundles = 0;
  #live = 0;
  #runs = 0;
  #mute = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const splitter = new FrameSplitter(MAX_SERVICE_BODY, (type, run, body) => this.#take(type, run, body));
    socket.on('data', (chunk: Buffer) => splitter.push(chunk));
    socket.on('error', () => undefined);
  }

  #take(type: number, run: number, body: Buffer): void {
    if (this.#mute) return;
    if (type === FRAME.configure) this.#configure(new FieldReader(body));
    else if (type === FRAME.run) this.#run(parseRun(run, new FieldReader(body)));
    else if (type === FRAME.drop) this.#bundles -= 1;
    else if (type === FRAME.stats) this.#stats();
    else if (type === FRAME.cancel && this.#hanging.delete(run)) this.#end(run, 'cancelled', 0);
  }

  #configure(fields: FieldReader): void {
    const degraded: string[] = [];
    while (fields.next()) {
      if (fields.tag === TAG.rootfs) this.#rootfs = fields.text();
      if (fields.tag === TAG.degraded) degraded.push(fields.text());
    }
    if (this.#rootfs === '/refused') {
      this.#send(FRAME.failed, 0, (w) => {
        w.text(TAG.layer, 'rootfs');
        w.text(TAG.message, 'The root file system is not there.');
        w.text(TAG.remedy, 'Build it.');
      });
      this.#socket.end();
      return;
    }
    this.#send(FRAME.ready, 0, (w) => {
      w.text(TAG.version, '0.0.0');
      w.text(TAG.cgroupMode, 'v2');
      w.text(TAG.privilege, 'root');
      const without = this.#rootfs === '/unguarded' ? ['seccomp'] : degraded;
      for (const layer of LAYERS) {
        const name = layer.slice(0, layer.indexOf('='));
        w.text(TAG.layer, without.includes(name) ? name : layer);
      }
      w.number(TAG.landlockAbi, 0);
      w.number(TAG.maxRuns, 4);
    });
  }

  #stats(): void {
    this.#send(FRAME.counters, 0, (w) => {
      w.number(80, this.#live);
      w.number(82, this.#bundles);
      w.number(87, this.#runs);
    });
  }

  #run(run: FakeRun): void {
    this.#runs += 1;
    this.#live += 1;
    this.#send(FRAME.started, run.id, (w) => w.number(TAG.prepareNs, 1_500_000));
    const [program = '', ...args] = run.argv;
    const perform = PROGRAMS[program];
    if (perform !== undefined) perform(this.#stage(run), args);
    else this.#end(run.id, 'not_started', 0, (w) => w.number(TAG.execErrno, 2));
  }

  #stage(run: FakeRun): Stage {
    return {
      run,
      rootfs: this.#rootfs,
      out: (data, stream = 1) => this.#output(run.id, data, stream),
      artifact: (fill) => this.#send(FRAME.artifact, run.id, fill),
      end: (outcome, code, more) => this.#end(run.id, outcome, code, more),
      exit: (code) => this.#exit(run, code),
      hang: () => this.#hanging.set(run.id, run),
      mute: () => {
        this.#mute = true;
      },
      raw: (bytes) => this.#socket.write(bytes),
      die: () => this.#socket.destroy(),
    };
  }

  #output(id: number, data: Uint8Array, stream: number): void {
    for (let at = 0; at < data.byteLength; at += PIECE_BYTES) {
      this.#send(FRAME.output, id, (w) => {
        w.number(TAG.stream, stream);
        w.bytes(TAG.data, data.subarray(at, at + PIECE_BYTES));
      });
    }
  }

  #exit(run: FakeRun, code: number): void {
    const keep = code === 0 && run.numbers.get(TAG.keep) === 1;
    if (keep) this.#bundles += 1;
    this.#end(run.id, 'exited', code, (w) => {
      if (keep) w.number(TAG.bundle, 7);
    });
  }

  #end(id: number, outcome: string, code: number, more: Fill = () => undefined): void {
    this.#live -= 1;
    this.#send(FRAME.end, id, (w) => {
      w.text(TAG.outcome, outcome);
      w.number(TAG.code, code);
      w.number(TAG.wallNs, 2_500_000);
      w.number(TAG.cpuNsUsed, 1_234_567);
      w.number(TAG.memoryPeak, 4097);
      w.number(TAG.processesPeak, 0);
      w.number(TAG.teardownNs, 500_000);
      more(w);
    });
  }

  #send(type: number, run: number, fill: Fill): void {
    this.#writer.begin(type, run);
    fill(this.#writer);
    const frame: EncodedFrame = this.#writer.finish();
    this.#socket.cork();
    for (const piece of frame) this.#socket.write(piece);
    this.#socket.uncork();
  }
}

type Fill = (writer: FrameWriter) => void;

type Stage = {
  readonly run: FakeRun;
  readonly rootfs: string;
  out(data: Uint8Array, stream?: number): void;
  artifact(fill: Fill): void;
  end(outcome: string, code: number, more?: Fill): void;
  exit(code: number): void;
  hang(): void;
  mute(): void;
  raw(bytes: Uint8Array): void;
  die(): void;
};

const PROGRAMS: Readonly<Record<string, (stage: Stage, args: string[]) => void>> = {
  exit: (stage, [code]) => stage.exit(Number(code)),
  cat: (stage) => {
    stage.out(stage.run.stdin);
    stage.exit(0);
  },
  /** Prints what it was given, as JSON. */
  describe: (stage) => {
    const { argv, env, files, globs, numbers } = stage.run;
    const said = { argv, env, files, globs, numbers: Object.fromEntries(numbers), rootfs: stage.rootfs };
    stage.out(Buffer.from(JSON.stringify(said)));
    stage.exit(0);
  },
  /** Writes `count` pieces of `size` bytes on stdout, and one byte on stderr between them. */
  flood: (stage, [size, count]) => {
    for (let piece = 0; piece < Number(count); piece += 1) {
      stage.out(Buffer.alloc(Number(size), 97 + (piece % 26)));
      stage.out(Buffer.from('!'), 2);
    }
    stage.exit(0);
  },
  signal: (stage, [number]) => stage.end('signaled', Number(number)),
  hang: (stage) => stage.hang(),
  mute: (stage) => stage.mute(),
  die: (stage) => stage.die(),
  garbage: (stage) => stage.raw(Buffer.alloc(64, 0xff)),
  fail: (stage, [message]) => stage.end('failed', 0, (w) => w.text(TAG.message, message ?? '')),
  greedy: (stage) => {
    const event = Buffer.alloc(32 + 10);
    event.writeUInt32LE(1, 0);
    event.writeBigUInt64LE(5_000_000_000n, 8);
    event.writeBigUInt64LE(65_536n, 16);
    event.writeBigUInt64LE(70_000n, 24);
    event.write('memory.max', 32);
    stage.end('signaled', 9, (w) => {
      w.bytes(TAG.event, event);
      w.number(TAG.killer, 1);
      w.number(TAG.droppedStdout, 12);
    });
  },
  artifacts: (stage) => {
    const piece = (path: string, size: number, data: string) => (w: FrameWriter) => {
      w.text(TAG.path, path);
      w.number(TAG.mode, 0o644);
      w.number(TAG.size, size);
      w.bytes(TAG.data, Buffer.from(data));
    };
    stage.artifact(piece('long.txt', 6, 'abc'));
    stage.artifact(piece('long.txt', 6, 'def'));
    stage.artifact(piece('empty.txt', 0, ''));
    stage.artifact((w) => {
      w.text(TAG.path, 'link');
      w.number(TAG.size, 11);
      w.text(TAG.refused, 'symlink');
    });
    stage.exit(0);
  },
};

function parseRun(id: number, fields: FieldReader): FakeRun {
  const run: FakeRun = {
    id,
    argv: [],
    env: [],
    files: [],
    numbers: new Map(),
    globs: [],
    stdin: Buffer.alloc(0),
  };
  while (fields.next()) {
    if (fields.tag === TAG.argv) run.argv.push(fields.text());
    else if (fields.tag === TAG.env) run.env.push(fields.text());
    else if (fields.tag === TAG.artifact) run.globs.push(fields.text());
    else if (fields.tag === TAG.stdin) run.stdin = Buffer.from(fields.bytes());
    else if (fields.tag === TAG.file) {
      const pathBytes = fields.u32(4);
      run.files.push({
        mode: fields.u32(0),
        path: fields.bytes(8, 8 + pathBytes).toString(),
        content: fields.bytes(8 + pathBytes).toString(),
      });
    } else run.numbers.set(fields.tag, fields.number());
  }
  return run;
}
