/* The long-lived process: listens, forks a supervisor for each connection, cleans up after it. */
#ifndef GOZOLITE_KEEPER_H
#define GOZOLITE_KEEPER_H
#include <stdbool.h>
#include <sys/types.h>

struct keeper_options {
	const char *socket, *roots, *cgroup;
	uid_t uid_base, client;
	/* Root of the host, rather than of a user namespace entered for the purpose. */
	bool privileged;
};

int keeper_main(const struct keeper_options *options);
#endif
