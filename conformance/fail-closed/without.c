/* Runs a program on a kernel that refuses it something: `without [--when FILE] CALL[,COND...]=ERRNO... -- PROGRAM [ARG...]`.
 *
 *   CALL      name of a system call; it fails with ERRNO in the program and in all that it starts, if every COND holds
 *   argN=V    the argument is V                       argN&M     the argument has a bit of the mask M
 *   argN~TEXT the argument points to this text        by=NAME    the calling process is called NAME
 *   --when    only while FILE exists, looked at for each call, so that what works at first can break later
 *
 * The refusals are a seccomp filter that asks another process: nothing in the program is changed or knows of it. That
 * process is no child of the program, holds none of its descriptors, and ends when the last one under the filter has. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define RULES 32
#define CONDITIONS 4

enum kind { VALUE, MASK, TEXT, CALLER };

struct condition {
	enum kind kind;
	unsigned argument;
	unsigned long long number;
	const char *text;
};

static struct rule {
	int call, error;
	unsigned count;
	struct condition conditions[CONDITIONS];
} rules[RULES];

static unsigned rule_count;
static const char *when;

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "without: %s: %s\n", what, strerror(errno));
	_exit(125);
}

static int error_named(const char *name)
{
	static const struct {
		const char *name;
		int error;
	} errors[] = { { "EPERM", EPERM }, { "ENOSYS", ENOSYS }, { "ENOSPC", ENOSPC }, { "EAGAIN", EAGAIN }, { "EMFILE", EMFILE }, { "ENFILE", ENFILE },
		{ "ENODEV", ENODEV }, { "EINVAL", EINVAL }, { "ENOMEM", ENOMEM }, { "EACCES", EACCES }, { "EROFS", EROFS }, { "EIO", EIO } };
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].error;
	errno = EINVAL;
	die(name);
}

static void parse_condition(struct rule *rule, char *text)
{
	if (rule->count == CONDITIONS) {
		errno = E2BIG;
		die(text);
	}
	struct condition *c = &rule->conditions[rule->count++];
	if (strncmp(text, "by=", 3) == 0) {
		*c = (struct condition){ .kind = CALLER, .text = text + 3 };
		return;
	}
	if (strncmp(text, "arg", 3) != 0 || text[3] < '0' || text[3] > '5') {
		errno = EINVAL;
		die(text);
	}
	c->argument = (unsigned)(text[3] - '0');
	c->kind = text[4] == '~' ? TEXT : text[4] == '&' ? MASK : VALUE;
	c->text = text + 5;
	c->number = strtoull(text + 5, NULL, 0);
}

static void parse_rule(char *text)
{
	char *error = strrchr(text, '='), *save = NULL;
	if (!error || rule_count == RULES) {
		errno = EINVAL;
		die(text);
	}
	struct rule *rule = &rules[rule_count++];
	*error = 0;
	rule->error = error_named(error + 1);
	char *word = strtok_r(text, ",", &save);
	rule->call = seccomp_syscall_resolve_name(word);
	if (rule->call < 0) {
		errno = ENOSYS;
		die(word);
	}
	while ((word = strtok_r(NULL, ",", &save)))
		parse_condition(rule, word);
}

static bool file_begins(const char *path, off_t offset, const char *text, bool line)
{
	char have[256] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : pread(fd, have, sizeof have - 1, offset);
	if (fd >= 0)
		close(fd);
	if (n > 0 && line)
		have[strcspn(have, "\n")] = 0;
	return n > 0 && strcmp(have, text) == 0;
}

static bool holds(const struct condition *c, const struct seccomp_notif *call)
{
	char path[64];
	unsigned long long value = call->data.args[c->argument];
	switch (c->kind) {
	case VALUE:
		return value == c->number;
	case MASK:
		return (value & c->number) != 0;
	case TEXT:
		snprintf(path, sizeof path, "/proc/%u/mem", call->pid);
		return value && file_begins(path, (off_t)value, c->text, false);
	case CALLER:
		snprintf(path, sizeof path, "/proc/%u/comm", call->pid);
		return file_begins(path, 0, c->text, true);
	}
	return false;
}

static int answer(const struct seccomp_notif *call)
{
	if (when && access(when, F_OK) != 0)
		return 0;
	for (unsigned i = 0; i < rule_count; i++) {
		bool all = rules[i].call == call->data.nr;
		for (unsigned c = 0; all && c < rules[i].count; c++)
			all = holds(&rules[i].conditions[c], call);
		if (all)
			return rules[i].error;
	}
	return 0;
}

static _Noreturn void decide(int listener)
{
	struct seccomp_notif *call;
	struct seccomp_notif_resp *response;
	if (seccomp_notify_alloc(&call, &response) != 0)
		die("no memory");
	for (;;) {
		struct pollfd p = { .fd = listener, .events = POLLIN };
		if (poll(&p, 1, -1) < 0 && errno != EINTR)
			_exit(1);
		if (p.revents & (POLLHUP | POLLERR))
			_exit(0);
		if (!(p.revents & POLLIN))
			continue;
		memset(call, 0, sizeof *call);
		/* It may have been killed meanwhile. */
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, call) != 0)
			continue;
		int error = answer(call);
		*response = (struct seccomp_notif_resp){ .id = call->id, .error = -error, .flags = error ? 0 : SECCOMP_USER_NOTIF_FLAG_CONTINUE };
		ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, response);
	}
}

static void send_fd(int sock, int fd)
{
	char byte = 0, space[CMSG_SPACE(sizeof fd)] = { 0 };
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space };
	struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
	*c = (struct cmsghdr){ .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof fd) };
	memcpy(CMSG_DATA(c), &fd, sizeof fd);
	if (sendmsg(sock, &msg, 0) != 1)
		die("cannot hand the filter over");
}

static int receive_fd(int sock)
{
	char byte, space[CMSG_SPACE(sizeof(int))];
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space };
	int fd = -1;
	if (recvmsg(sock, &msg, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&msg))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof fd);
	return fd;
}

/* The process that decides: not a child of the program to be, and with none of its descriptors. */
static int start_decider(void)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		die("cannot make a socket pair");
	pid_t child = fork();
	if (child < 0)
		die("cannot fork");
	if (child == 0) {
		if (fork() != 0)
			_exit(0);
		/* The notice of the end needs that nothing but the descriptor below is held. */
		if (dup2(pair[1], 0) != 0 || close_range(1, ~0U, 0) != 0)
			_exit(1);
		int listener = receive_fd(0);
		close(0);
		if (listener < 0)
			_exit(1);
		decide(listener);
	}
	close(pair[1]);
	waitpid(child, NULL, 0);
	return pair[0];
}

static int install(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	/* With the right to do so no process has to give up gaining privileges, which would change what is tested. */
	if (!ctx || seccomp_attr_set(ctx, SCMP_FLTATR_CTL_NNP, 0) != 0)
		die("no filter");
	for (unsigned i = 0; i < rule_count; i++) {
		int error = seccomp_rule_add(ctx, SCMP_ACT_NOTIFY, rules[i].call, 0);
		if (error && error != -EEXIST) {
			errno = -error;
			die("no rule");
		}
	}
	int error = seccomp_load(ctx);
	if (error) {
		errno = -error;
		die("cannot install the filter");
	}
	return seccomp_notify_fd(ctx);
}

int main(int argc, char **argv)
{
	int at = 1;
	if (at + 1 < argc && strcmp(argv[at], "--when") == 0) {
		when = argv[at + 1];
		at += 2;
	}
	for (; at < argc && strcmp(argv[at], "--") != 0; at++)
		parse_rule(argv[at]);
	if (at + 1 >= argc) {
		fprintf(stderr, "usage: without [--when FILE] CALL[,COND...]=ERRNO... -- PROGRAM [ARG...]\n");
		return 125;
	}
	int sock = start_decider();
	int listener = install();
	send_fd(sock, listener);
	close(sock);
	close(listener);
	execvp(argv[at + 1], argv + at + 1);
	die(argv[at + 1]);
}
