// The most frequent words of a text, and a few facts about it.
import { text } from 'node:stream/consumers';

class WordCount {
  #counts = new Map();

  add(word) {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  get total() {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  get different() {
    return this.#counts.size;
  }

  top(howMany) {
    return [...this.#counts]
      .sort(([wordA, a], [wordB, b]) => b - a || wordA.localeCompare(wordB))
      .slice(0, howMany);
  }

  longest() {
    const length = Math.max(...[...this.#counts.keys()].map((word) => word.length));
    return [...this.#counts.keys()].filter((word) => word.length === length).sort();
  }
}

const words = new WordCount();
for (const [word] of (await text(process.stdin)).toLowerCase().matchAll(/\p{Letter}+/gu)) words.add(word);

for (const [word, count] of words.top(5)) {
  console.log(`${word.padEnd(6)} ${count} ${'#'.repeat(count)}`);
}
console.log(`words: ${words.total}, different: ${words.different}, longest: ${words.longest().join(', ')}`);
