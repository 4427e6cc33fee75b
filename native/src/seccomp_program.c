/* The payload's filter is compiled by the kernel for every sandbox, so its length is paid for with every run: runs of
 * calls with one answer are one range, found by halving, and arguments are looked at only for the calls that have rules.
 * A call through another architecture's entry (i386, x32) kills the process whatever its number. */
#define _GNU_SOURCE
#include "seccomp_program.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#if defined __x86_64__
#define ARCH AUDIT_ARCH_X86_64
#define X32_BIT 0x40000000u
#elif defined __aarch64__
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "the system call filter is not known on this architecture"
#endif

struct range {
	uint32_t from, answer;
	bool checked;
};

void assembler_emit(struct assembler *a, struct sock_filter instruction)
{
	if (a->length < PROGRAM_MAX)
		a->code[a->length] = instruction;
	a->length++;
}

static unsigned ranges_of(const uint32_t answers[CALLS_MAX], uint32_t otherwise, struct range ranges[CALLS_MAX + 1])
{
	unsigned count = 0;
	for (uint32_t nr = 0; nr <= CALLS_MAX; nr++) {
		uint32_t answer = nr < CALLS_MAX ? answers[nr] : otherwise;
		bool checked = answer == SECCOMP_RET_ALLOW && arguments_are_checked((int)nr);
		if (count == 0 || checked || ranges[count - 1].checked || ranges[count - 1].answer != answer)
			ranges[count++] = (struct range){ nr, answer, checked };
	}
	return count;
}

/* Answers for any call that is in one of the ranges. The accumulator holds its number. */
static void assemble(struct assembler *a, const struct range *ranges, unsigned count)
{
	if (count == 1) {
		if (ranges->checked)
			arguments_assemble(a, (int)ranges->from);
		assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, ranges->answer));
		return;
	}
	unsigned lower = count / 2, at = a->length;
	uint32_t middle = ranges[lower].from;
	/* A conditional jump reaches 255 instructions, an unconditional one any. */
	assembler_emit(a, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, middle, 0, 1));
	assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0));
	assemble(a, ranges, lower);
	unsigned length = a->length - at - 2;
	if (a->length > PROGRAM_MAX)
		return;
	if (length <= UINT8_MAX) {
		a->code[at].jt = (uint8_t)length;
		a->code[at].jf = 0;
		memmove(&a->code[at + 1], &a->code[at + 2], length * sizeof a->code[0]);
		a->length--;
	} else {
		a->code[at + 1].k = length;
	}
	assemble(a, ranges + lower, count - lower);
}

int seccomp_assemble(const uint32_t answers[CALLS_MAX], uint32_t otherwise, struct sock_fprog *program)
{
	struct assembler *a = calloc(1, sizeof *a);
	struct range *ranges = calloc(CALLS_MAX + 1, sizeof *ranges);
	int error = a && ranges ? 0 : -ENOMEM;
	if (!error) {
		assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
		assembler_emit(a, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0));
		assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
		assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
#ifdef X32_BIT
		assembler_emit(a, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1));
		assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
#endif
		assemble(a, ranges, ranges_of(answers, otherwise, ranges));
		if (a->length > PROGRAM_MAX)
			error = -E2BIG;
	}
	size_t size = error ? 0 : a->length * sizeof a->code[0];
	program->filter = size ? malloc(size) : NULL;
	if (!error && !program->filter)
		error = -ENOMEM;
	if (!error) {
		memcpy(program->filter, a->code, size);
		program->len = (unsigned short)a->length;
	}
	free(ranges);
	free(a);
	return error;
}
