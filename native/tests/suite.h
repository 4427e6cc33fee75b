/* What the groups of the suite share. */
#ifndef GOZOLITE_TEST_SUITE_H
#define GOZOLITE_TEST_SUITE_H
#include "client.h"

extern const char *supervisor, *attack;
extern struct keeper_process keeper;
extern struct client client;

struct ask attack_with(const char *what, const char *argument);
bool is(const struct answer *a, const char *outcome, uint64_t code);
bool killed_by(const struct answer *a, uint32_t limit);
bool said(const struct answer *a, const char *text);
bool shell(const char *script, struct answer *a);
bool connect_ready(struct client *c, uint64_t slots, uint64_t prepared);
/* No cgroup of a keeper of this test and no process of it. */
bool test_nothing_left(void);

/* How much longer things take on this machine: GOZOLITE_TEST_SLOWNESS, for emulated ones; 1 elsewhere. */
uint64_t slowness(void);

void test_basics(void);
void test_limits(void);
void test_attacks(void);
void test_files(void);
void test_collect(void);
void test_lives(void);
#endif
