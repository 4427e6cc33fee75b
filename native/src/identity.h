/* The ids that sandboxes run as, and entering a user namespace where there is no root. */
#ifndef GOZOLITE_IDENTITY_H
#define GOZOLITE_IDENTITY_H
#include <stdbool.h>
#include <sys/types.h>

#include "failure.h"

/* Claims count ids for this keeper that no other keeper of this host has: from base when it is not 0, else from the first
 * free block. The claim ends with the process. 0 or -1. */
int identity_claim(uid_t *base, unsigned count, bool privileged, struct failure *why);
/* Becomes root of a user namespace whose ids come from /etc/subuid and /etc/subgid. */
int identity_enter_namespace(struct failure *why);
#endif
