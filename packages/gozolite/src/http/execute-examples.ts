/**
 * Requests that the documentation shows. A test sends each of them through the intake.
 */
export const EXECUTE_EXAMPLES = {
  smallest: { summary: 'The smallest request', value: { language: 'python', code: 'print(21*2)' } },
  input: {
    summary: 'Standard input, arguments and environment',
    value: {
      language: 'python@3',
      code: 'import os, sys\nprint(sys.argv[1:], os.environ["GREETING"], sys.stdin.read())',
      stdin: 'from stdin',
      args: ['one', 'two'],
      env: { GREETING: 'hello' },
    },
  },
  files: {
    summary: 'Several files, and one that comes back',
    value: {
      language: 'c',
      files: [
        {
          path: 'main.c',
          content:
            '#include <stdio.h>\nint main(void){FILE*f=fopen("out.txt","w");fputs("done\\n",f);return fclose(f);}',
        },
      ],
      entrypoint: 'main.c',
      compile: { args: ['-O2'] },
      artifacts: ['out.txt'],
    },
  },
  limits: {
    summary: 'Limits of its own',
    value: { language: 'python', code: 'while True: pass', limits: { time_ms: 500, memory_kb: 65536 } },
  },
};
