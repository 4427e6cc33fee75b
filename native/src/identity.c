/* Ids. What always holds: two keepers never run sandboxes under the same uid, since a uid's quotas are a channel and a
 * denial of service; a claim is an abstract socket's name, which the kernel gives back when the process is gone. */
#define _GNU_SOURCE
#include "identity.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fd.h"

/* Above what distributions, systemd and subuid ranges hand out. */
#define FIRST_ID 0x70000000u
/* In a user namespace of 65,536 ids, above those a system knows. */
#define FIRST_ID_MAPPED 4096u
#define BLOCKS 64u
#define CLAIM_FOLDER "/run/gozolite-supervisor"

/* Root claims by locking a file in a folder of its own, which no other user can squat on; where /run cannot be written,
 * and without root, by the name of an abstract socket. */
static bool claim(uid_t base, bool privileged, uid_t user)
{
	char path[96];
	if (privileged && (mkdir(CLAIM_FOLDER, 0700) == 0 || errno == EEXIST)) {
		snprintf(path, sizeof path, CLAIM_FOLDER "/%u", base);
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd >= 0) {
			if (flock(fd, LOCK_EX | LOCK_NB) == 0)
				return true;
			close(fd);
			return false;
		}
	}
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int n = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "gozolite-ids-%u-%u", user, base);
	int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return false;
	if (bind(sock, (struct sockaddr *)&name, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)n)) == 0)
		return true;
	close(sock);
	return false;
}

int identity_claim(uid_t *base, unsigned count, bool privileged, struct failure *why)
{
	uid_t user = getuid();
	char text[64];
	/* In a user namespace the ids that are mapped are all there is. */
	unsigned mapped = 0;
	if (!privileged && fd_get(AT_FDCWD, "/proc/self/uid_map", text, sizeof text) > 0) {
		char map[4096], *line = map;
		unsigned from, outside, n;
		if (fd_get(AT_FDCWD, "/proc/self/uid_map", map, sizeof map) < 0)
			map[0] = 0;
		for (; line && sscanf(line, "%u %u %u", &from, &outside, &n) == 3; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
			mapped = from + n;
			user = from == 0 ? outside : user;
		}
	}
	uid_t first = *base ? *base : privileged ? FIRST_ID : FIRST_ID_MAPPED;
	for (unsigned i = 0; i < (*base ? 1 : BLOCKS); i++) {
		uid_t at = first + i * count;
		if (!privileged && at + count > mapped)
			break;
		if (claim(at, privileged, user)) {
			*base = at;
			return 0;
		}
	}
	failure_set(why, "user_namespace", "stop another keeper, give --uid-base a range that is free, or map more ids in /etc/subuid and /etc/subgid",
		"there is no free block of %u uids from %u on", count, first);
	return -1;
}

/* The first range of this user in /etc/subuid or /etc/subgid. */
static bool sub_range(const char *path, const char *user, unsigned *start, unsigned *count)
{
	char line[512], id[16];
	FILE *f = fopen(path, "re");
	bool found = false;
	snprintf(id, sizeof id, "%u", getuid());
	while (f && !found && fgets(line, sizeof line, f)) {
		char *colon = strchr(line, ':');
		if (!colon)
			continue;
		*colon = 0;
		found = (strcmp(line, user) == 0 || strcmp(line, id) == 0) && sscanf(colon + 1, "%u:%u", start, count) == 2;
	}
	if (f)
		fclose(f);
	return found;
}

/* newuidmap must be run from outside the new namespace, so a child forked before runs it. */
static _Noreturn void map_from_outside(int go, const char *tool, pid_t target, unsigned inside, const unsigned range[2])
{
	char byte, pid[16], own[16], start[16], count[16];
	if (read(go, &byte, 1) != 1)
		_exit(1);
	snprintf(pid, sizeof pid, "%d", (int)target);
	snprintf(own, sizeof own, "%u", inside);
	snprintf(start, sizeof start, "%u", range[0]);
	snprintf(count, sizeof count, "%u", range[1]);
	execlp(tool, tool, pid, "0", own, "1", "1", start, count, (char *)NULL);
	_exit(127);
}

static int failed(struct failure *why, const char *remedy, const char *what)
{
	failure_set(why, "user_namespace", remedy, "%s", what);
	return -1;
}

/* Asked of a program, since who knows the users may be a library that a static program cannot load. Empty when unknown. */
static void own_name(char *name, size_t size)
{
	FILE *id = popen("id -un", "re");
	if (!id || !fgets(name, (int)size, id))
		name[0] = 0;
	if (id)
		pclose(id);
	name[strcspn(name, "\n")] = 0;
}

int identity_enter_namespace(struct failure *why)
{
	char name[256];
	own_name(name, sizeof name);
	unsigned uids[2], gids[2];
	int go[2][2];
	pid_t self = getpid(), children[2];
	static const char *const tools[] = { "newuidmap", "newgidmap" };
	if (!sub_range("/etc/subuid", name, &uids[0], &uids[1]) || !sub_range("/etc/subgid", name, &gids[0], &gids[1]))
		return failed(why, "as root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER", "this user has no range in /etc/subuid and /etc/subgid");
	for (int i = 0; i < 2; i++) {
		if (pipe2(go[i], O_CLOEXEC) != 0 || (children[i] = fork()) < 0)
			return failed(why, "raise the limit on processes", "cannot fork");
		if (children[i] == 0)
			map_from_outside(go[i][0], tools[i], self, i ? getgid() : getuid(), i ? gids : uids);
	}
	if (unshare(CLONE_NEWUSER) != 0)
		return failed(why, "allow user namespaces (kernel.unprivileged_userns_clone=1, user.max_user_namespaces > 0, AppArmor's userns rule)", "cannot make a user namespace");
	bool mapped = true;
	for (int i = 0; i < 2; i++) {
		int status;
		mapped = write(go[i][1], "g", 1) == 1 && waitpid(children[i], &status, 0) == children[i] && status == 0 && mapped;
		close(go[i][0]);
		close(go[i][1]);
	}
	if (!mapped)
		return failed(why, "install the package uidmap (newuidmap and newgidmap, setuid root)", "newuidmap or newgidmap has failed");
	if (setresgid(0, 0, 0) != 0 || setresuid(0, 0, 0) != 0 || setgroups(0, NULL) != 0)
		return failed(why, "see that /etc/subuid and /etc/subgid give this user a range", "cannot become root of the user namespace");
	return 0;
}
