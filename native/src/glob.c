/* Globs. What always holds: the time is at most pattern x path, whatever the pattern. Only the last `*` and the last `**`
 * are ever gone back to: if a match exists with an earlier star taking more, one exists with the later star taking it. */
#include "glob.h"

#include <stddef.h>

/* Does c match the one element at *pattern? Moves *pattern past it. */
static bool element(const char **pattern, char c)
{
	const char *p = *pattern;
	if (*p == '?') {
		*pattern = p + 1;
		return c != '/';
	}
	if (*p == '\\' && p[1]) {
		*pattern = p + 2;
		return p[1] == c;
	}
	if (*p != '[') {
		*pattern = p + 1;
		return *p == c;
	}
	const char *start = ++p;
	bool negated = *p == '!' || *p == '^', found = false;
	if (negated)
		p++;
	for (bool first = true; *p && (first || *p != ']'); first = false) {
		unsigned char low = (unsigned char)*p++, high = low;
		if (p[0] == '-' && p[1] && p[1] != ']') {
			high = (unsigned char)p[1];
			p += 2;
		}
		found = found || ((unsigned char)c >= low && (unsigned char)c <= high);
	}
	if (!*p) {
		/* No closing bracket: an ordinary one. */
		*pattern = start;
		return c == '[';
	}
	*pattern = p + 1;
	return c != '/' && found != negated;
}

bool glob_match(const char *pattern, const char *path)
{
	/* Where to go on after a star, and how far it has reached. */
	const char *star = NULL, *star_at = NULL, *deep = NULL, *deep_at = NULL;
	bool whole_folders = false;
	const char *p = pattern, *s = path;
	for (;;) {
		if (p[0] == '*' && p[1] == '*') {
			while (*p == '*')
				p++;
			/* Between slashes it stands for whole folders, also for none. */
			whole_folders = *p == '/' && (s == path || s[-1] == '/');
			if (whole_folders)
				p++;
			deep = p;
			deep_at = s;
			star = NULL;
			continue;
		}
		if (*p == '*') {
			star = ++p;
			star_at = s;
			continue;
		}
		if (!*s && !*p)
			return true;
		const char *next = p;
		if (*s && *p && element(&next, *s)) {
			p = next;
			s++;
			continue;
		}
		if (star && *star_at && *star_at != '/') {
			p = star;
			s = ++star_at;
			continue;
		}
		if (!deep || !*deep_at)
			return false;
		deep_at++;
		while (whole_folders && *deep_at && deep_at[-1] != '/')
			deep_at++;
		p = deep;
		s = deep_at;
		star = NULL;
	}
}
