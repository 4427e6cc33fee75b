/* Runs the stages of one program without a sandbox: in a root file system, as an ordinary user, in namespaces that give it
 * a process table and a network of its own, and nothing else: no limit, no cgroup, no filter.
 *
 * `bare ROOTFS FOLDER UID`: FOLDER holds `box`, the work folder; `plan`, for each stage the count of its arguments, these,
 * the count of its variables, these, every item ended by a NUL; and `in`, the input of the last stage. Of stage N the output goes to
 * `N.out` and `N.err`, and a line to standard output says how it ended (`exited`, `signaled` or `errno`, a number) and
 * how many nanoseconds passed from before its fork until it was reaped. A stage follows only one that exited with 0. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_PLAN (1024 * 1024)
#define MAX_ITEMS 4096

static void fail(const char *what)
{
	fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
	_exit(2);
}

static void must(int result, const char *what)
{
	if (result < 0)
		fail(what);
}

static int open_in(int folder, const char *name, int flags)
{
	int fd = openat(folder, name, flags | O_CLOEXEC, 0644);
	must(fd, name);
	return fd;
}

/* The file system as the programs see it, at `at`. */
static void mount_view(const char *rootfs, const char *at, const char *box)
{
	char path[4200];
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
	must(mount(rootfs, at, NULL, MS_BIND, NULL), rootfs);
	must(mount(NULL, at, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID, NULL), "read-only root");
	snprintf(path, sizeof path, "%s/proc", at);
	must(mount("proc", path, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), path);
	snprintf(path, sizeof path, "%s/dev", at);
	must(mount("/dev", path, NULL, MS_BIND | MS_REC, NULL), path);
	snprintf(path, sizeof path, "%s/tmp", at);
	must(mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777"), path);
	snprintf(path, sizeof path, "%s/box", at);
	must(mount(box, path, NULL, MS_BIND, NULL), path);
}

/* The next `count` items of the plan, as a list that ends with a null pointer. */
static char **items(char **at, const char *end)
{
	static char *store[MAX_ITEMS];
	static size_t used;
	size_t count = strtoul(*at, NULL, 10);
	char **list = store + used;
	*at += strlen(*at) + 1;
	for (size_t i = 0; i < count && *at < end && used + 1 < MAX_ITEMS; i++) {
		store[used++] = *at;
		*at += strlen(*at) + 1;
	}
	store[used++] = NULL;
	return list;
}

static bool run_stage(int folder, int stage, bool last, char **argv, char **env, uid_t uid)
{
	char out_name[32], err_name[32];
	snprintf(out_name, sizeof out_name, "%d.out", stage);
	snprintf(err_name, sizeof err_name, "%d.err", stage);
	int out = open_in(folder, out_name, O_WRONLY | O_CREAT | O_TRUNC);
	int err = open_in(folder, err_name, O_WRONLY | O_CREAT | O_TRUNC);
	int in = open_in(folder, last ? "in" : "nothing", O_RDONLY);
	volatile int failed = 0;
	struct timespec begun, ended;
	clock_gettime(CLOCK_MONOTONIC, &begun);
	pid_t pid = vfork();
	must(pid, "vfork");
	if (pid == 0) {
		dup2(in, 0);
		dup2(out, 1);
		dup2(err, 2);
		if (setgroups(0, NULL) || setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
			_exit(2);
		execvpe(argv[0], argv, env);
		failed = errno;
		_exit(2);
	}
	int status;
	while (waitpid(pid, &status, 0) != pid)
		;
	clock_gettime(CLOCK_MONOTONIC, &ended);
	long long ns = (ended.tv_sec - begun.tv_sec) * 1000000000LL + (ended.tv_nsec - begun.tv_nsec);
	close(in);
	close(out);
	close(err);
	if (failed)
		printf("errno %d %lld\n", failed, ns);
	else if (WIFSIGNALED(status))
		printf("signaled %d %lld\n", WTERMSIG(status), ns);
	else
		printf("exited %d %lld\n", WEXITSTATUS(status), ns);
	fflush(stdout);
	return !failed && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The first process of its namespace: everything ends with it. */
static void run_all(const char *rootfs, const char *path, uid_t uid)
{
	static char plan[MAX_PLAN];
	char view[4096], box[4096];
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	umask(022);
	snprintf(view, sizeof view, "%s/view", path);
	snprintf(box, sizeof box, "%s/box", path);
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	must(folder, path);
	int fd = open_in(folder, "plan", O_RDONLY);
	ssize_t size = read(fd, plan, sizeof plan - 1);
	must((int)size, "plan");
	mount_view(rootfs, view, box);
	must(chroot(view), "chroot");
	must(chdir("/box"), "/box");
	char *at = plan;
	const char *end = plan + size;
	bool well = true;
	for (int stage = 0; well && at < end; stage++) {
		char **argv = items(&at, end);
		char **env = items(&at, end);
		/* What looks for a program looks where the program itself would. */
		for (char **each = env; *each; each++)
			putenv(*each);
		well = run_stage(folder, stage, at >= end, argv, env, uid);
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: bare ROOTFS FOLDER UID\n");
		return 2;
	}
	must(unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS), "unshare");
	pid_t pid = fork();
	must(pid, "fork");
	if (pid == 0)
		run_all(argv[1], argv[2], (uid_t)strtoul(argv[3], NULL, 10));
	int status;
	must(waitpid(pid, &status, 0), "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
