/* What the engine has put in force, looked at from inside. What always holds: each layer is asked of the kernel, and what is
 * not found is said without a mechanism; a run whose limits are not those of its container is not started, because
 * an engine that cannot enforce a limit may leave it out and only warn. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "fd.h"
#include "inside.h"

/* The engine's own threads need so many tasks before this program is there. */
#define PIDS_FLOOR 8
#define PAGE 4096u

static void put_layer(struct inside *in, const char *name, bool holds, const char *mechanism)
{
	char text[160];
	snprintf(text, sizeof text, "%s=%s", name, holds ? mechanism : "");
	if (!holds)
		text[strlen(name)] = 0;
	field_put_text(&in->out, TAG_LAYER, text);
}

static bool status_is(const char *status, const char *name, const char *value)
{
	const char *at = strstr(status, name);
	if (!at)
		return false;
	at += strlen(name) + strspn(at + strlen(name), "\t ");
	size_t n = strlen(value);
	return strncmp(at, value, n) == 0 && (at[n] == '\n' || at[n] == 0);
}

static int lines_in(const char *path)
{
	char text[4096];
	int lines = 0;
	if (fd_get(AT_FDCWD, path, text, sizeof text) < 0)
		return -1;
	for (const char *at = text; (at = strchr(at, '\n')); at++)
		lines++;
	return lines;
}

static bool is_mapped(void)
{
	char text[256];
	unsigned long from, to, count;
	if (fd_get(AT_FDCWD, "/proc/self/uid_map", text, sizeof text) <= 0 || sscanf(text, "%lu %lu %lu", &from, &to, &count) != 3)
		return false;
	/* Its own, of one id, or the engine's, which has not the machine's root in it. */
	return count == 1 || to != 0;
}

static bool is_root_of_cgroups(void)
{
	char text[4096];
	if (fd_get(AT_FDCWD, "/proc/self/cgroup", text, sizeof text) <= 0)
		return false;
	for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1)
		if (end - line < 2 || end[-1] != '/' || end[-2] != ':')
			return false;
	return true;
}

static bool is_read_only(const char *path)
{
	struct statvfs fs;
	return statvfs(path, &fs) == 0 && (fs.f_flag & ST_RDONLY);
}

static bool is_alone_on_the_network(void)
{
	char text[2048];
	/* Two lines of heading, and the loopback interface. No route leads anywhere. */
	if (lines_in("/proc/self/net/dev") != 3 || fd_get(AT_FDCWD, "/proc/self/net/dev", text, sizeof text) < 0 || !strstr(text, " lo:"))
		return false;
	return lines_in("/proc/self/net/route") <= 1;
}

static bool loopback_works(void)
{
	struct ifreq ifr = { .ifr_name = "lo" };
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool up = sock >= 0 && ioctl(sock, SIOCGIFFLAGS, &ifr) == 0 && (ifr.ifr_flags & IFF_UP);
	fd_close(&sock);
	return up;
}

static void put_process_layers(struct inside *in)
{
	char status[8192];
	static const char *const sets[] = { "CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:" };
	bool none = getuid() != 0;
	if (fd_get(AT_FDCWD, "/proc/self/status", status, sizeof status) < 0)
		status[0] = 0;
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
		none = none && status_is(status, sets[i], "0000000000000000");
	put_layer(in, "capabilities", none, "none, and not root");
	put_layer(in, "no_new_privileges", status_is(status, "NoNewPrivs:", "1"), "PR_SET_NO_NEW_PRIVS");
	put_layer(in, "seccomp", status_is(status, "Seccomp:", "2"), "allow-list, by the engine and again by the program's own filter");
}

static void put_cgroup_layers(struct inside *in)
{
	struct counters c;
	counters_read(in, &c);
	bool bounded = c.memory_max > 0 && c.memory_max < 1ULL << 60;
	put_layer(in, "cgroup_memory", bounded, in->cgroup_v2 ? "memory.max" : "memory.memsw.limit_in_bytes");
	put_layer(in, "cgroup_pids", c.pids_max > 0, "pids.max");
	put_layer(in, "cgroup_cpu", c.cpu_ns > 0, in->cgroup_v2 ? "cpu.stat" : "cpuacct.usage");
	put_layer(in, "cgroup_kill", getpid() == 1, "kill(-1) by the first process of the pid namespace");
	put_layer(in, "cgroup_namespace", is_root_of_cgroups(), "own cgroup is the root");
}

void look_around(struct inside *in)
{
	char abi[16], host[64] = "";
	size_t mark = frame_begin(&in->out, FRAME_READY, 0);
	field_put_text(&in->out, TAG_VERSION, "1");
	field_put_text(&in->out, TAG_CGROUP_MODE, in->cgroup_v2 ? "v2" : "v1");
	field_put_text(&in->out, TAG_PRIVILEGE, "container");
	put_layer(in, "user_namespace", is_mapped(), "ids are mapped");
	put_layer(in, "pid_namespace", getpid() == 1, "container");
	put_layer(in, "mount_namespace", is_read_only("/proc/sys") && access("/sys/kernel/mm", F_OK) != 0, "container, /proc and /sys masked");
	put_layer(in, "network_namespace", is_alone_on_the_network() && loopback_works(), "container, loopback only");
	bool own_ipc = lines_in("/proc/sysvipc/shm") <= 1 && lines_in("/proc/sysvipc/msg") <= 1 && lines_in("/proc/sysvipc/sem") <= 1;
	put_layer(in, "ipc_namespace", own_ipc, "container, no object in it");
	put_layer(in, "uts_namespace", gethostname(host, sizeof host) == 0 && strcmp(host, "sandbox") == 0, "container, own host name");
	put_cgroup_layers(in);
	put_process_layers(in);
	if (in->landlock_abi > 0) {
		snprintf(abi, sizeof abi, "abi %d", in->landlock_abi);
		put_layer(in, "landlock", true, abi);
	}
	put_layer(in, "read_only_root", is_read_only("/"), "read-only container");
	put_layer(in, "rlimits", true, "setrlimit");
	field_put_number(&in->out, TAG_LANDLOCK_ABI, (uint64_t)in->landlock_abi);
	field_put_number(&in->out, TAG_MAX_RUNS, 1);
	frame_end(&in->out, mark);
}

static bool is_limited(struct inside *in, const char *what, uint64_t found, uint64_t allowed)
{
	if (found > 0 && found <= allowed)
		return true;
	snprintf(in->failure, sizeof in->failure, "the engine has not enforced the limit of %s: %" PRIu64 " instead of %" PRIu64, what, found, allowed);
	return false;
}

bool look_at_limits(struct inside *in)
{
	const struct limits *l = &in->request.limits;
	uint64_t processes = l->processes + 1 < PIDS_FLOOR ? PIDS_FLOOR : l->processes + 1;
	struct counters c;
	struct statvfs fs;
	counters_read(in, &c);
	if (!in->cgroup_unseen && (!is_limited(in, "memory", c.memory_max, l->memory_bytes) || !is_limited(in, "processes", c.pids_max, processes)))
		return false;
	static const char *const places[] = { "/box", "/tmp", "/dev/shm" };
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		uint64_t size = statvfs(places[i], &fs) == 0 ? fs.f_blocks * fs.f_frsize : 0;
		if (!is_limited(in, "the disk", size, (l->disk_bytes + PAGE - 1) / PAGE * PAGE))
			return false;
	}
	return true;
}
