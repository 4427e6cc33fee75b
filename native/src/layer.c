/* From the step of a sandbox's set-up that failed to the layer that is therefore not in force. What always holds: every
 * step that can be reported is in this table, under the very words with which it is reported; one that is not would be
 * told as the layer `sandbox`, and refused all the same. */
#define _GNU_SOURCE
#include "layer.h"

#include <errno.h>
#include <string.h>

#define ROOT "run the supervisor as root with all capabilities, or as a user with a range in /etc/subuid"
#define NAMESPACES "use a kernel with all namespaces, and let this process make them: not inside a container that forbids it"
#define CGROUP "see that the cgroups are mounted, writable, and delegated to this user when it is not root"
#define MOUNTS "use a kernel of 5.12 or newer with overlayfs, tmpfs and /proc, and let this process mount: not inside a container that forbids it"
#define IDS "run the supervisor as root, or with newuidmap and a range in /etc/subuid; see that user.max_user_namespaces is not 0"
#define LANDLOCK "use a kernel whose Landlock works, or one without it"
#define SECCOMP "use a kernel with CONFIG_SECCOMP_FILTER, and let this process install a filter"
#define RESOURCES "raise the limits on processes, open files and memory of the service"

static const struct {
	const char *step, *layer, *remedy;
} steps[] = {
	{ "make the cgroup namespace", "cgroup_namespace", NAMESPACES },
	{ "make the cgroup", "cgroup", CGROUP },
	{ "open the cgroup", "cgroup", CGROUP },
	{ "set the cgroup's limits", "cgroup", CGROUP },
	{ "keep the cgroup off swap", "cgroup", CGROUP },
	{ "limit what sockets keep", "cgroup", CGROUP },
	{ "set memory.oom.group", "cgroup", CGROUP },
	{ "enter the cgroups", "cgroup", CGROUP },
	{ "find the payload in its cgroups", "cgroup", CGROUP },
	{ "read the counters of the cgroup", "cgroup", CGROUP },
	{ "clone init", "pid_namespace", NAMESPACES },
	{ "make the mount namespace", "mount_namespace", NAMESPACES },
	{ "make the network namespace", "network_namespace", NAMESPACES },
	{ "make the ipc namespace", "ipc_namespace", NAMESPACES },
	{ "make the uts namespace", "uts_namespace", NAMESPACES },
	{ "make the namespaces", "sandbox", NAMESPACES },
	{ "set the host name", "uts_namespace", ROOT },
	{ "bring loopback up", "network_namespace", ROOT },
	{ "make the scratch tmpfs", "mount_namespace", MOUNTS },
	{ "mount the overlays of the root", "read_only_root", MOUNTS },
	{ "mount the scratch tmpfs", "mount_namespace", MOUNTS },
	{ "mount /proc", "mount_namespace", MOUNTS },
	{ "mask /proc", "mount_namespace", MOUNTS },
	{ "pivot into the root", "mount_namespace", MOUNTS },
	{ "enter /box", "mount_namespace", MOUNTS },
	{ "set the disk limit", "mount_namespace", MOUNTS },
	{ "make the user namespace", "user_namespace", IDS },
	{ "open the user namespace", "user_namespace", IDS },
	{ "map the ids", "user_namespace", IDS },
	{ "have the ids mapped", "user_namespace", IDS },
	{ "enter the user namespace", "user_namespace", IDS },
	{ "drop the groups", "user_namespace", IDS },
	{ "set the group", "user_namespace", IDS },
	{ "set the user", "user_namespace", IDS },
	{ "lock the securebits", "capabilities", ROOT },
	{ "empty the bounding set", "capabilities", ROOT },
	{ "drop the capabilities", "capabilities", ROOT },
	{ "find no capability left", "capabilities", ROOT },
	{ "set NO_NEW_PRIVS", "no_new_privileges", SECCOMP },
	{ "protect init", "pid_namespace", ROOT },
	{ "tie the payload to init", "pid_namespace", ROOT },
	{ "restrict with Landlock", "landlock", LANDLOCK },
	{ "install the system call filter", "seccomp", SECCOMP },
	{ "install init's filter", "seccomp", SECCOMP },
	{ "set RLIMIT_", "rlimits", "raise the hard limits of the service, or let it keep CAP_SYS_RESOURCE" },
	{ "close what is not the sandbox's", "sandbox", "use a kernel of 5.12 or newer" },
	{ "make the pipes", "sandbox", RESOURCES },
	{ "make a socket pair", "sandbox", RESOURCES },
	{ "fork the payload", "sandbox", RESOURCES },
	{ "release the payload", "sandbox", RESOURCES },
	{ "tell init", "sandbox", RESOURCES },
	{ "start a session", "sandbox", RESOURCES },
	{ "take the standard streams", "sandbox", RESOURCES },
	{ "read the job", "sandbox", RESOURCES },
	{ "read the program's arguments", "sandbox", RESOURCES },
	{ "watch the sandbox", "sandbox", RESOURCES },
	{ "pack the run", "sandbox", RESOURCES },
	{ "hand the run over", "sandbox", RESOURCES },
};

#define PREFIX "cannot "

void layer_explain(const char *failure, int error, struct failure *why)
{
	const char *layer = "sandbox", *remedy = ROOT;
	const char *step = strncmp(failure, PREFIX, strlen(PREFIX)) == 0 ? failure + strlen(PREFIX) : failure;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		if (strncmp(step, steps[i].step, strlen(steps[i].step)) == 0) {
			layer = steps[i].layer;
			remedy = steps[i].remedy;
			break;
		}
	/* Of what the kernel counts there may be too many, whoever asks. */
	if (error == ENOSPC && strstr(layer, "_namespace"))
		remedy = "raise the limits of /proc/sys/user (max_user_namespaces and its neighbours), which are reached or 0";
	else if (error == EAGAIN || error == EMFILE || error == ENFILE || error == ENOMEM)
		remedy = RESOURCES;
	failure_set(why, layer, remedy, "a sandbox could not be made: %s", failure);
}
