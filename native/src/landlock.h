/* Landlock: one more layer over paths, abstract sockets and signals, where the kernel has it. */
#ifndef GOZOLITE_LANDLOCK_H
#define GOZOLITE_LANDLOCK_H

/* The kernel's ABI version, 0 when there is none. */
int landlock_abi(void);
/* Restricts this thread; NO_NEW_PRIVS must be set. 0 or -1 with errno; nothing is done when abi is 0. */
int landlock_restrict(int abi);
#endif
