/* Globs. What always holds: the work is at most pattern x path, whatever the pattern, because nothing is ever gone back to: the
 * pattern is read once, and of the path all places are kept that what was read can have reached. */
#include "glob.h"

#include <string.h>

/* The places of a path, 0 to its length, that the pattern so far can have reached. All lie from low to high, and `reached` is
 * only set in between; none is left when low is above high. */
struct places {
	const char *path;
	size_t length, low, high;
	bool reached[GLOB_PATH_MAX];
};

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

static void narrow(struct places *at)
{
	while (at->low <= at->high && !at->reached[at->low])
		at->low++;
	while (at->high > at->low && !at->reached[at->high])
		at->high--;
}

/* One element that takes one byte. */
static const char *take_one(struct places *at, const char *pattern)
{
	const char *next = pattern;
	element(&next, 0);
	size_t last = at->high < at->length ? at->high + 1 : at->length;
	for (size_t i = last; i > at->low; i--) {
		const char *p = pattern;
		at->reached[i] = at->reached[i - 1] && element(&p, at->path[i - 1]);
	}
	at->reached[at->low] = false;
	at->high = last;
	return next;
}

/* `*`: on from each place, up to the next slash. */
static void take_name(struct places *at)
{
	bool on = true;
	size_t i = at->low;
	for (; i <= at->length && (on || i <= at->high); i++) {
		on = (i <= at->high && at->reached[i]) || (on && at->path[i - 1] != '/');
		at->reached[i] = on;
	}
	at->high = i - 1;
}

/* `**`: every place from the first on. Between slashes it stands for whole folders, also for none, and takes the slash. */
static void take_folders(struct places *at, bool whole)
{
	for (size_t i = at->low; i <= at->length; i++)
		at->reached[i] = !whole || i == 0 || i == at->length || at->path[i - 1] == '/';
	at->high = at->length;
}

/* All stars in a row. *after_slash: is this the beginning of a name? */
static const char *take_stars(struct places *at, const char *pattern, bool *after_slash)
{
	const char *next = pattern + strspn(pattern, "*");
	bool deep = next - pattern > 1, whole = deep && *after_slash && *next == '/';
	if (deep)
		take_folders(at, whole);
	else
		take_name(at);
	*after_slash = whole;
	return whole ? next + 1 : next;
}

bool glob_match(const char *pattern, const char *path, uint64_t *work)
{
	struct places at;
	bool after_slash = true;
	at.path = path;
	at.length = strnlen(path, GLOB_PATH_MAX);
	at.low = at.high = 0;
	/* To begin costs something, too. */
	*work += GLOB_BEGIN_WORK;
	if (at.length == GLOB_PATH_MAX)
		return false;
	at.reached[0] = true;
	for (const char *p = pattern, *next; *p && at.low <= at.high; p = next) {
		size_t from = at.low;
		if (*p == '*') {
			next = take_stars(&at, p, &after_slash);
		} else {
			next = take_one(&at, p);
			after_slash = next[-1] == '/';
		}
		*work += (at.high - from + 1) * (size_t)(next - p);
		narrow(&at);
	}
	return at.low <= at.high && at.high == at.length;
}
