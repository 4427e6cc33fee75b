/* A keeper of one's own, started and ended as the service would. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

bool keeper_start(struct keeper_process *k, const char *program, const char *const *args, uid_t as)
{
	int in[2], out[2];
	static unsigned made;
	snprintf(k->socket, sizeof k->socket, "/tmp/gozolite-test-%d-%u%s", (int)getpid(), ++made, as ? "u/s" : "");
	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		return false;
	k->pid = fork();
	if (k->pid == 0) {
		const char *argv[16] = { program, "keeper", "--socket", k->socket };
		for (int i = 0; args && args[i]; i++)
			argv[4 + i] = args[i];
		if (as && (setresgid(as, as, as) != 0 || setresuid(as, as, as) != 0))
			_exit(1);
		dup2(in[0], 0);
		dup2(out[1], 1);
		execv(program, (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	k->lifeline = in[1];
	char line[64] = "";
	struct pollfd p = { out[0], POLLIN, 0 };
	bool listening = poll(&p, 1, 10000) == 1 && read(out[0], line, sizeof line - 1) > 0 && strstr(line, "listening");
	close(out[0]);
	return listening;
}

bool keeper_stop(struct keeper_process *k)
{
	if (k->lifeline >= 0)
		close(k->lifeline);
	k->lifeline = -1;
	for (int i = 0; i < 500; i++) {
		if (waitpid(k->pid, NULL, WNOHANG) == k->pid)
			return true;
		usleep(10000);
	}
	kill(k->pid, SIGKILL);
	waitpid(k->pid, NULL, 0);
	return false;
}
