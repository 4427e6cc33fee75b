/**
 * Managed heaps follow the memory limit: a program that needs less than the limit runs, however much a runtime would like to
 * take, and one that needs more ends by its own runtime's word, or by the kernel's where the runtime has no limit of its own.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCapabilities } from '../capabilities.ts';
import { execute } from '../execute.ts';
import { type Server, startServer } from '../server.ts';

/** Keeps so many blocks of a MiB, and says how many. */
const PROGRAMS: Readonly<Record<string, (blocks: number) => string>> = {
  java: (blocks) => `
import java.util.*;

public class Main {
    public static void main(String[] args) {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < ${blocks}; i++) kept.add(new byte[1 << 20]);
        System.out.println(kept.size());
    }
}`,
  javascript: (blocks) => `
const kept = [];
for (let i = 0; i < ${blocks}; i++) kept.push(Array.from({ length: 1 << 17 }, (_, j) => j + 0.5));
console.log(kept.length);`,
  haskell: (blocks) => `
import qualified Data.Map.Strict as M

main :: IO ()
main = do
  let kept = M.fromList [(i, i * 2) | i <- [1 .. ${blocks} * 10000 :: Int]]
  print (M.size kept \`div\` 10000)`,
  go: (blocks) => `
package main

import "fmt"

func main() {
	kept := [][]byte{}
	for i := 0; i < ${blocks}; i++ {
		block := make([]byte, 1<<20)
		for j := range block { block[j] = 1 }
		kept = append(kept, block)
	}
	fmt.Println(len(kept))
}`,
};

const TOO_MUCH: Readonly<Record<string, (result: ExecutionResult) => void>> = {
  java: ({ error, exit_code, stderr }) => {
    expect([error, exit_code]).toEqual(['RUNTIME_ERROR', 1]);
    expect(stderr).toContain('java.lang.OutOfMemoryError: Java heap space');
  },
  javascript: ({ error, stderr }) => {
    expect(error).toBe('RUNTIME_ERROR');
    expect(stderr).toContain('JavaScript heap out of memory');
  },
  haskell: ({ error, exit_code, stderr }) => {
    expect([error, exit_code]).toEqual(['RUNTIME_ERROR', 251]);
    expect(stderr).toContain('Heap exhausted');
  },
  go: ({ error, evidence }) => {
    expect(error).toBe('MEMORY_LIMIT_EXCEEDED');
    expect(evidence).toMatchObject({ limit: 'memory_kb', allowed: 262_144 });
  },
};

let server: Server;
let ready: ReadonlySet<string>;
beforeAll(async () => {
  server = await startServer({ languages: Object.keys(PROGRAMS) });
  const { languages } = await readCapabilities(server.base);
  ready = new Set(languages.flatMap(({ id, state }) => (state === 'ready' ? [id] : [])));
}, 300_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const request = (language: string, code: string): ExecutionRequest => ({
  language,
  code,
  limits: { memory_kb: 262_144 },
});

it.for(Object.entries(PROGRAMS))(
  '%s runs with 256 MiB, and says so when it needs more',
  async ([language, program]) => {
    if (!ready.has(language)) return;
    const fits = await execute(server, request(language, program(64)));
    expect(fits).toMatchObject({ error: null, stdout: '64\n' });
    TOO_MUCH[language]?.(await execute(server, request(language, program(1024))));
  },
);
