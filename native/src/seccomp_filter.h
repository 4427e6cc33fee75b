/* The system call filters: the payload's, and the few calls that init and the collector make. */
#ifndef GOZOLITE_SECCOMP_FILTER_H
#define GOZOLITE_SECCOMP_FILTER_H
#include <linux/filter.h>

struct seccomp_filters {
	struct sock_fprog payload, init, collector;
};

/* Compiles them all. 0 or a negative errno. They are allocated once and live as long as the process. */
int seccomp_compile(struct seccomp_filters *filters);
/* Installs a filter on this thread; NO_NEW_PRIVS must be set. 0 or -1 with errno. */
int seccomp_install(const struct sock_fprog *program);
#endif
