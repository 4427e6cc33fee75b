/* The keeper. What always holds: when its standard input ends, everything it ever started is killed and removed before
 * it exits; when it is killed, the supervisors die with it, their sandboxes with them, and the next keeper removes the
 * cgroups. It reads nothing from a connection: that is the supervisor's. */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "fd.h"
#include "identity.h"
#include "proc.h"
#include "supervisor.h"

#define LIVES 8u
#define CLEAN_AGAIN_MS 20
/* After so many it is said, and tried at leisure. */
#define CLEAN_TRIES 250
#define CLEAN_LEISURE_MS 1000

/* One supervisor, until its process is reaped and its cgroups are gone. */
struct life_record {
	bool used;
	pid_t pid;
	int tries;
	char cgroup[32];
};

struct keeper {
	const struct keeper_options *options;
	struct life_options life;
	struct cgroups cgroups;
	struct life_record lives[LIVES];
	unsigned made;
	int listener, signals;
};

static int complain(const char *what)
{
	fprintf(stderr, "gozolite-supervisor: %s: %s\n", what, strerror(errno));
	return 1;
}

static int listen_at(const struct keeper_options *o)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	if (strlen(o->socket) >= sizeof name.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(name.sun_path, o->socket);
	int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unlink(o->socket);
	mode_t mask = umask(0177);
	bool bound = sock >= 0 && bind(sock, (struct sockaddr *)&name, sizeof name) == 0;
	umask(mask);
	if (!bound || (o->client != getuid() && chown(o->socket, o->client, (gid_t)-1) != 0) || listen(sock, 16) != 0) {
		int error = errno;
		fd_close(&sock);
		errno = error;
	}
	return sock;
}

static bool is_client(int connection, uid_t client)
{
	struct ucred peer;
	socklen_t size = sizeof peer;
	return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == client;
}

static _Noreturn void become_supervisor(struct keeper *k, int connection, unsigned slot, pid_t keeper)
{
	sigset_t none;
	sigemptyset(&none);
	close(k->listener);
	close(k->signals);
	/* Nothing of the service's standard streams: input is the keeper's lifeline. Errors stay, to be seen. */
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null < 0 || dup2(null, 0) != 0 || dup2(null, 1) != 1)
		_exit(complain("cannot open /dev/null"));
	close(null);
	if (sigprocmask(SIG_SETMASK, &none, NULL) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0) != 0)
		_exit(complain("cannot tie the supervisor to the keeper"));
	if (getppid() != keeper)
		_exit(1);
	k->life.uid_base += slot * LIFE_UIDS;
	supervisor_main(connection, &k->life);
}

static void accept_one(struct keeper *k)
{
	int connection = accept4(k->listener, NULL, NULL, SOCK_CLOEXEC);
	unsigned slot = 0;
	while (slot < LIVES && k->lives[slot].used)
		slot++;
	if (connection < 0 || slot == LIVES || !is_client(connection, k->options->client)) {
		fd_close(&connection);
		return;
	}
	struct life_record *life = &k->lives[slot];
	struct cgroups before = k->cgroups;
	/* A life without cgroups is the supervisor's to refuse, so that the service hears why. */
	if (k->cgroups.usable)
		cgroups_life_make(&k->cgroups, ++k->made);
	pid_t keeper = getpid(), pid = fork();
	if (pid == 0)
		become_supervisor(k, connection, slot, keeper);
	if (pid > 0) {
		*life = (struct life_record){ .used = true, .pid = pid };
		strcpy(life->cgroup, k->cgroups.life_name);
	}
	cgroups_forget_life(&k->cgroups);
	k->cgroups = before;
	close(connection);
}

static void reap(struct keeper *k)
{
	pid_t pid;
	int status;
	/* Orphaned inits come here too. */
	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
		/* The service has taken a stopped supervisor for dead; its sandboxes must not run on unwatched. */
		if (WIFSTOPPED(status)) {
			kill(pid, SIGKILL);
			continue;
		}
		for (unsigned i = 0; i < LIVES; i++)
			if (k->lives[i].used && k->lives[i].pid == pid)
				k->lives[i].pid = 0;
	}
}

/* When another try is due because some life's cgroups are still busy, in ms; -1 when none is. */
static int clean(struct keeper *k)
{
	int again = -1;
	for (unsigned i = 0; i < LIVES; i++) {
		struct life_record *life = &k->lives[i];
		if (!life->used || life->pid != 0)
			continue;
		bool gone = !life->cgroup[0] || cgroups_remove(&k->cgroups, life->cgroup);
		if (!gone && ++life->tries == CLEAN_TRIES)
			fprintf(stderr, "gozolite-supervisor: the cgroup %s cannot be removed\n", life->cgroup);
		/* Its uids are not used again before its processes are gone, however long that takes: rather none can connect. */
		life->used = !gone;
		if (!gone && again != CLEAN_AGAIN_MS)
			again = life->tries < CLEAN_TRIES ? CLEAN_AGAIN_MS : CLEAN_LEISURE_MS;
	}
	return again;
}

static int end(struct keeper *k)
{
	for (unsigned i = 0; i < LIVES; i++)
		if (k->lives[i].used && k->lives[i].pid > 0)
			kill(k->lives[i].pid, SIGKILL);
	close(k->listener);
	unlink(k->options->socket);
	for (int tries = 0; tries < CLEAN_TRIES; tries++) {
		reap(k);
		bool busy = clean(k) >= 0;
		for (unsigned i = 0; i < LIVES; i++)
			busy = busy || k->lives[i].used;
		if (!busy && cgroups_remove(&k->cgroups, NULL))
			break;
		poll(NULL, 0, CLEAN_AGAIN_MS);
	}
	return 0;
}

static int serve(struct keeper *k)
{
	int again = -1;
	for (;;) {
		struct pollfd p[] = { { 0, POLLIN, 0 }, { k->listener, POLLIN, 0 }, { k->signals, POLLIN, 0 } };
		int n = poll(p, 3, again);
		if (n < 0 && errno != EINTR)
			return end(k);
		struct signalfd_siginfo signal;
		char byte[64];
		if (n > 0 && (p[2].revents & POLLIN) && read(k->signals, &signal, sizeof signal) == sizeof signal && signal.ssi_signo != SIGCHLD)
			return end(k);
		if (n > 0 && p[0].revents && read(0, byte, sizeof byte) <= 0)
			return end(k);
		reap(k);
		again = clean(k);
		if (n > 0 && (p[1].revents & POLLIN))
			accept_one(k);
	}
}

static int prepare(struct keeper *k)
{
	sigset_t handled;
	struct failure why;
	bool privileged = k->options->privileged;
	k->life = (struct life_options){ k->options->roots, privileged, k->options->uid_base, &k->cgroups };
	if (identity_claim(&k->life.uid_base, LIVES * LIFE_UIDS, privileged, &why) != 0) {
		fprintf(stderr, "gozolite-supervisor: %s: %s; to do: %s\n", why.layer, why.message, why.remedy);
		return 1;
	}
	cgroups_find(&k->cgroups, k->options->cgroup, privileged);
	cgroups_reap(&k->cgroups);
	sigemptyset(&handled);
	sigaddset(&handled, SIGCHLD);
	sigaddset(&handled, SIGTERM);
	sigaddset(&handled, SIGINT);
	sigaddset(&handled, SIGHUP);
	signal(SIGPIPE, SIG_IGN);
	if (sigprocmask(SIG_BLOCK, &handled, NULL) != 0 || (k->signals = signalfd(-1, &handled, SFD_CLOEXEC)) < 0)
		return complain("signalfd");
	/* So that an init whose supervisor was killed is reaped here, whoever is process 1. */
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
		return complain("cannot become a subreaper");
	return 0;
}

int keeper_main(const struct keeper_options *options)
{
	static struct keeper k;
	k.options = options;
	process_title("gozolite-keeper");
	k.listener = listen_at(options);
	if (k.listener < 0)
		return complain(options->socket);
	int failed = prepare(&k);
	if (failed) {
		unlink(options->socket);
		return failed;
	}
	printf("gozolite-supervisor: listening\n");
	fflush(stdout);
	return serve(&k);
}
