/* Becoming the program, as it is done in every kind of sandbox. */
#ifndef GOZOLITE_PROGRAM_H
#define GOZOLITE_PROGRAM_H
#include "job.h"

/* Lists end in NULL. */
struct program {
	char **argv, **env, *cwd;
};

/* Every signal as at the start of a process, none blocked. */
void program_reset_signals(void);
/* The limits of each process. NULL, or the step that failed, with errno. */
const char *program_set_limits(const struct job *job);
/* As execvpe does, but a script without "#!" is not run by a shell. Returns only when it failed, with why. */
int program_execute(const struct program *program);
#endif
