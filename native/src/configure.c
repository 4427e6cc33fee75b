/* CONFIGURE: every mandatory layer is put in force once, in a real sandbox, before READY is said. What always holds: a
 * layer that cannot be enforced ends the life with its name and a remedy; only what is named `degraded` may be missing,
 * and then READY lists it without a mechanism. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "landlock.h"
#include "layer.h"
#include "privilege.h"
#include "supervisor.h"

#define SANDBOX_REMEDY "run the supervisor as root, or with newuidmap and a range in /etc/subuid; see that user namespaces are enabled"

static void say_failed(struct supervisor *sup, const struct failure *why)
{
	size_t mark = frame_begin(&sup->out, FRAME_FAILED, 0);
	field_put_text(&sup->out, TAG_LAYER, why->layer);
	field_put_text(&sup->out, TAG_MESSAGE, why->message);
	field_put_text(&sup->out, TAG_REMEDY, why->remedy);
	frame_end(&sup->out, mark);
	sup->closing = true;
}

static void put_layer(struct supervisor *sup, const char *name, const char *mechanism)
{
	char text[160];
	snprintf(text, sizeof text, "%s=%s", name, mechanism);
	field_put_text(&sup->out, TAG_LAYER, text);
}

static void put_cgroup_layers(struct supervisor *sup)
{
	const struct cgroups *cg = sup->life.cgroups;
	if (!cg->usable) {
		field_put_text(&sup->out, TAG_LAYER, "cgroup");
		return;
	}
	bool v2 = cg->trees[cg->tree_of[CG_MEMORY]].v2;
	put_layer(sup, "cgroup_memory", v2 ? "memory.max" : cg->memsw ? "memory.limit_in_bytes+memsw" : "memory.limit_in_bytes, no swap accounting");
	put_layer(sup, "cgroup_pids", "pids.max");
	put_layer(sup, "cgroup_cpu", cg->trees[cg->tree_of[CG_CPUACCT]].v2 ? "cpu.stat" : "cpuacct.usage");
	put_layer(sup, "cgroup_kill", cg->tree_of[CG_KILL] >= 0 ? "cgroup.kill" : "pid namespace");
	put_layer(sup, "cgroup_namespace", "CLONE_NEWCGROUP");
}

static void say_ready(struct supervisor *sup)
{
	char abi[16];
	size_t mark = frame_begin(&sup->out, FRAME_READY, 0);
	field_put_text(&sup->out, TAG_VERSION, SUPERVISOR_VERSION);
	field_put_text(&sup->out, TAG_CGROUP_MODE, sup->life.cgroups->usable ? sup->life.cgroups->mode : "none");
	field_put_text(&sup->out, TAG_PRIVILEGE, sup->life.privileged ? "root" : "userns");
	put_layer(sup, "user_namespace", "CLONE_NEWUSER, two ids");
	put_layer(sup, "pid_namespace", "CLONE_NEWPID");
	put_layer(sup, "mount_namespace", "CLONE_NEWNS");
	put_layer(sup, "network_namespace", "CLONE_NEWNET");
	put_layer(sup, "ipc_namespace", "CLONE_NEWIPC");
	put_layer(sup, "uts_namespace", "CLONE_NEWUTS");
	put_cgroup_layers(sup);
	put_layer(sup, "seccomp", "allow-list");
	if (sup->life.landlock_abi > 0) {
		snprintf(abi, sizeof abi, "abi %d", sup->life.landlock_abi);
		put_layer(sup, "landlock", abi);
	}
	put_layer(sup, "read_only_root", "overlay");
	put_layer(sup, "no_new_privileges", "PR_SET_NO_NEW_PRIVS");
	put_layer(sup, "capabilities", "none");
	put_layer(sup, "rlimits", "setrlimit");
	field_put_number(&sup->out, TAG_LANDLOCK_ABI, (uint64_t)sup->life.landlock_abi);
	field_put_number(&sup->out, TAG_MAX_RUNS, sup->slots);
	frame_end(&sup->out, mark);
	sup->ready = true;
}

void self_test_done(struct supervisor *sup, struct run *run)
{
	struct failure why;
	if (!run->failure[0] && run->exited && WIFEXITED(run->status) && WEXITSTATUS(run->status) == 0) {
		say_ready(sup);
		return;
	}
	/* "layer: what" of the first check that failed. */
	char *colon = strchr(run->report, ':');
	run->report[strcspn(run->report, "\n")] = 0;
	if (colon && !run->failure[0]) {
		*colon = 0;
		failure_set(&why, run->report, SANDBOX_REMEDY, "the self test of a sandbox failed:%s", colon + 1);
	} else if (run->failure[0]) {
		layer_explain(run->failure, run->failure_errno, &why);
	} else {
		failure_set(&why, "sandbox", SANDBOX_REMEDY, "the self test of a sandbox did not end well: status %d", run->status);
	}
	say_failed(sup, &why);
}

static void start_self_test(struct supervisor *sup)
{
	static const uint8_t nothing[1];
	struct run *run = calloc(1, sizeof *run);
	if (!run)
		abort();
	run->internal = true;
	run->request.argv.items = calloc(1, sizeof(struct span));
	if (!run->request.argv.items)
		abort();
	run->request.argv.items[0] = (struct span){ nothing, 0 };
	run->request.argv.count = 1;
	run->request.limits = (struct limits){
		.time_ns = 10 * NS_PER_SECOND, .cpu_ns = 10 * NS_PER_SECOND, .memory_bytes = 256u << 20, .processes = 64, .output_bytes = 4096,
		.file_bytes = 1u << 20, .disk_bytes = 64u << 20, .disk_inodes = 4096, .open_files = 64, .stack_bytes = 8u << 20,
	};
	run_submit(sup, run);
}

/* The maker is forked before the first request is read, and so never holds one. */
static int start_maker(struct supervisor *sup)
{
	int pair[2], alive[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0 || pipe2(alive, O_CLOEXEC) != 0)
		return -1;
	pid_t self = getpid(), pid = fork();
	if (pid < 0)
		return -1;
	if (pid == 0) {
		close(pair[0]);
		close(alive[1]);
		close(sup->connection.fd);
		close(sup->epoll);
		close(sup->timer.fd);
		sup->life.alive = alive[0];
		if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != self)
			_exit(1);
		maker_main(&sup->life, pair[1]);
	}
	close(pair[1]);
	close(alive[0]);
	/* Children are told of by their pidfds; the kernel reaps them. */
	signal(SIGCHLD, SIG_IGN);
	if (fcntl(pair[0], F_SETFL, O_NONBLOCK) != 0)
		return -1;
	return loop_watch(sup, &sup->maker, pair[0], EPOLLIN);
}

static int enforce(struct supervisor *sup, struct failure *why)
{
	const struct configure_request *c = &sup->configure;
	struct cgroups *cg = sup->life.cgroups;
	if (c->refused_layer[0]) {
		failure_set(why, c->refused_layer, "remove it from the degraded layers: only `cgroup` may be given up", "the layer may not be given up");
		return -1;
	}
	const char *missing = privilege_missing();
	if (missing) {
		failure_set(why, "privilege", "run the supervisor as root with all capabilities, or as a user with a range in /etc/subuid", "the capability %s is missing", missing);
		return -1;
	}
	if (!cg->usable && !c->degraded_cgroup) {
		*why = cg->why_not;
		return -1;
	}
	int error = seccomp_compile(&sup->life.filters);
	if (error) {
		failure_set(why, "seccomp", "use a kernel with CONFIG_SECCOMP_FILTER and libseccomp 2.5 or later", "cannot compile the filter: %s", strerror(-error));
		return -1;
	}
	sup->life.landlock_abi = landlock_abi();
	if (template_enter(&sup->life.template, c->rootfs, sup->options->roots, sup->life.privileged, why) != 0)
		return -1;
	const char *layer;
	if (privilege_reduce(&layer) != 0) {
		failure_set(why, layer, "run the supervisor as root with all capabilities, where prctl is permitted", "cannot reduce the supervisor's privileges: %s", strerror(errno));
		return -1;
	}
	if (start_maker(sup) != 0) {
		failure_set(why, "sandbox", "raise the limits on processes and open files", "cannot start the maker: %s", strerror(errno));
		return -1;
	}
	return 0;
}

void configure(struct supervisor *sup, const uint8_t *body, uint32_t length)
{
	struct failure why;
	if (!configure_request_parse(body, length, &sup->configure))
		supervisor_quit(sup, "a malformed CONFIGURE");
	if (enforce(sup, &why) != 0) {
		say_failed(sup, &why);
		return;
	}
	sup->slots = (uint32_t)sup->configure.slots;
	sup->prepared_target = (uint32_t)sup->configure.prepared;
	start_self_test(sup);
}
