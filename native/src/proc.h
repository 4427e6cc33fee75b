/* Facts about processes: an identity that a recycled pid does not share, and how this process is shown. */
#ifndef GOZOLITE_PROC_H
#define GOZOLITE_PROC_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* "gozolite-<pid namespace>-<pid>-<start time>". */
void process_identity(pid_t pid, char *name, size_t size);
/* True only for an identity of this pid namespace whose process no longer exists. */
bool process_identity_is_dead(const char *name);
/* Remembers where the arguments are; process_title overwrites them, for ps. */
void process_title_init(int argc, char **argv);
void process_title(const char *title);
#endif
