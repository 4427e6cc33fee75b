/* Patterns of artifacts. */
#ifndef GOZOLITE_GLOB_H
#define GOZOLITE_GLOB_H
#include <stdbool.h>

/* `*` and `?` do not cross a slash, `**` does, `[a-z]` and `[!a-z]` are sets, a backslash takes the next byte as it is. */
bool glob_match(const char *pattern, const char *path);
#endif
