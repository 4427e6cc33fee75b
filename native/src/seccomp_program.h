/* Puts a filter together: which calls, and which arguments of those, in one program that is quick to compile and run. */
#ifndef GOZOLITE_SECCOMP_PROGRAM_H
#define GOZOLITE_SECCOMP_PROGRAM_H
#include <linux/filter.h>
#include <stdbool.h>
#include <stdint.h>

/* Above every call there is; what is not below it is absent. */
#define CALLS_MAX 1024
#define PROGRAM_MAX 2048

struct assembler {
	struct sock_filter code[PROGRAM_MAX];
	unsigned length;
};

void assembler_emit(struct assembler *a, struct sock_filter instruction);

/* seccomp_arguments.c: whether arguments of the call are checked, and the checks, which fall through when satisfied. */
bool arguments_are_checked(int nr);
void arguments_assemble(struct assembler *a, int nr);

/* Makes a program of an answer (SECCOMP_RET_...) for each call number. 0 or a negative errno. */
int seccomp_assemble(const uint32_t answers[CALLS_MAX], uint32_t otherwise, struct sock_fprog *program);
#endif
