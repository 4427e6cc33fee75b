/* Giving up privilege: capabilities, ids, and what a process may learn of its parents' death. */
#ifndef GOZOLITE_PRIVILEGE_H
#define GOZOLITE_PRIVILEGE_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Bounds and holds this process to the capabilities that making sandboxes needs. 0, or -1 with errno and the layer that is
 * then not in force. */
int privilege_reduce(const char **layer);
/* Empties the bounding set, for a process that will exec: before privilege_drop_all, while it still may. */
int privilege_bound_none(void);
/* No capability in any set but the bounding set; NO_NEW_PRIVS. For use in the namespace of uid and gid. */
int privilege_drop_all(uid_t uid, gid_t gid, const char **step);
/* Makes every capability that is permitted effective again, as after a change of uid. 0 or -1 with errno. */
int privilege_raise(void);
/* All sets empty? */
bool privilege_is_none(void);
/* Which capability of those needed this process lacks; NULL when none. */
const char *privilege_missing(void);
#endif
