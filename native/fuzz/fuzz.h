/* What the fuzz targets share. */
#ifndef GOZOLITE_FUZZ_H
#define GOZOLITE_FUZZ_H
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads every byte, so that a span that points outside is found. */
static inline void fuzz_touch(const uint8_t *data, size_t size)
{
	volatile uint8_t sum = 0;
	for (size_t i = 0; i < size; i++)
		sum = (uint8_t)(sum + data[i]);
}
#endif
