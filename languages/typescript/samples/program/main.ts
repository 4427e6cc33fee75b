// Accounts, changed only by events; each event is one of a closed set of shapes.
import { readFileSync } from 'node:fs';

type Event =
  | { readonly kind: 'open'; readonly name: string; readonly amount: number }
  | { readonly kind: 'transfer'; readonly from: string; readonly to: string; readonly amount: number }
  | { readonly kind: 'close'; readonly name: string };

class Refused extends Error {}

class Bank {
  readonly #accounts = new Map<string, number>();
  paidOut = 0;

  apply(event: Event): void {
    switch (event.kind) {
      case 'open':
        this.#accounts.set(event.name, event.amount);
        return;
      case 'transfer': {
        const balance = this.#balance(event.from);
        if (balance < event.amount) throw new Refused(`${event.from} has only ${balance}`);
        this.#accounts.set(event.to, this.#balance(event.to) + event.amount);
        this.#accounts.set(event.from, balance - event.amount);
        return;
      }
      case 'close':
        this.paidOut += this.#balance(event.name);
        this.#accounts.delete(event.name);
    }
  }

  *balances(): Generator<readonly [string, number]> {
    yield* [...this.#accounts].sort();
  }

  #balance(name: string): number {
    const balance = this.#accounts.get(name);
    if (balance === undefined) throw new Refused(`there is no account ${name}`);
    return balance;
  }
}

function parse(line: string): Event {
  const [kind = '', first = '', second = '', third = ''] = line.split(' ');
  if (kind === 'open') return { kind, name: first, amount: Number(second) };
  if (kind === 'transfer') return { kind, from: first, to: second, amount: Number(third) };
  if (kind === 'close') return { kind, name: first };
  throw new Refused(`unknown event ${kind}`);
}

const bank = new Bank();
for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  try {
    bank.apply(parse(line));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.log(`refused: ${error.message}`);
  }
}
for (const [name, balance] of bank.balances()) console.log(`${name}: ${balance}`);
console.log(`total paid out: ${bank.paidOut}`);
