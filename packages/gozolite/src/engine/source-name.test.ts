import { describe, expect, it } from 'vitest';
import { loadLanguages } from '../languages/load-languages.ts';
import { sourceName } from './source-name.ts';

const versions = loadLanguages().flatMap(({ definition: { id }, versions: all }) =>
  all.filter(({ source_pattern }) => source_pattern !== undefined).map((version) => ({ id, version })),
);

function versionOf(id: string) {
  const found = versions.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} has no pattern.`);
  return found.version;
}

describe('the name of a Java program', () => {
  it.each([
    ['class Main { enum Color { A } public static void main(String[] a) {} }', 'Main'],
    ['class A {} class B { public static void main(String[] a) {} } class C {}', 'B'],
    ['class A { static class N {} void main() {} }', 'N'],
    ['class A {} public interface Q {}', 'Q'],
    ['public final class Foo { void main() {} }', 'Foo'],
    ['enum E { A } class M { void x() {} void  main ( String[] a) {} }', 'M'],
    ['record R(int x) { static void main(String[] a) {} }', 'R'],
    ['void main() {}', 'Main'],
  ])('%j is %s', (code, name) => {
    expect(sourceName(code, versionOf('java'))).toBe(`${name}.java`);
  });
});

describe('the name of a Scala program', () => {
  it.each([
    ['class A\nobject Hello extends A {\n  def main(args: Array[String]) = println(1)\n}', 'Hello'],
    ['sealed trait T\nobject M extends T with Serializable\nobject N extends App', 'N'],
    ['object A { val x = 1 }\nobject B { def main(a: Array[String]) {} }', 'A'],
    ['sealed trait T\ncase object R extends T\nobject M extends App', 'M'],
    ['object Foo', 'Main'],
  ])('%j is %s', (code, name) => {
    expect(sourceName(code, versionOf('scala'))).toBe(`${name}.scala`);
  });
});

/** As much as is looked at, of what keeps a pattern trying: the beginnings of what it looks for, and never the end. */
const hostile = [
  `enum ${'a'.repeat(1000)} `,
  'enum a ',
  'class a ',
  'public ',
  'final ',
  'public final ',
  `public${' '.repeat(500)}`,
  'void main(',
  `void${' '.repeat(500)}`,
  `object ${'a'.repeat(1000)} `,
  'object a ',
  'object a{ ',
  'object a extends ',
  'object a{def ',
  'def main object a ',
].flatMap((piece) => {
  const much = piece.repeat(Math.ceil(65_536 / piece.length));
  return [
    `public ${much}`,
    much.slice(0, 65_500) + ' void main('.slice(0, 30),
    `${much.slice(0, 65_500)} def main`,
  ];
});

it.each(versions)('no code keeps the pattern of $id busy', ({ version }) => {
  const before = process.cpuUsage();
  for (const code of hostile) sourceName(code, version);
  const { user, system } = process.cpuUsage(before);
  // Hundredths of a second for all of them. One alone took ten seconds where a part was tried again from every place.
  expect((user + system) / 1e6).toBeLessThan(5);
});
