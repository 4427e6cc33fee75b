/* What the supervisor tells the collector, followed by `globs` patterns, each ending in NUL. */
#ifndef GOZOLITE_COLLECT_H
#define GOZOLITE_COLLECT_H
#include <stdint.h>

#define COLLECT_GLOB_BYTES_MAX (256u << 10)
/* A backstop: what bounds the collector's work is in it. */
#define COLLECT_CPU_SECONDS 20u

struct collect_request {
	uint32_t run, keep, globs, glob_bytes;
	uint64_t artifact_bytes, keep_bytes;
};

/* Walks what a run left below box and answers on sock; the caller has confined this process. */
_Noreturn void collect_files(int box, int sock, int archive);
#endif
