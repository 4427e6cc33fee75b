/* Time: one clock for the whole program, so that stamps taken by the supervisor, by init and by the
 * payload can be subtracted from each other. */
#ifndef GOZOLITE_CLOCK_H
#define GOZOLITE_CLOCK_H
#include <stdint.h>
#include <time.h>

#define NS_PER_SECOND ((uint64_t)1000000000)
#define NS_PER_MS ((uint64_t)1000000)

static inline uint64_t clock_now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_SECOND + (uint64_t)ts.tv_nsec;
}
#endif
