/* Why this host cannot enforce a layer: what FAILED tells the service. */
#ifndef GOZOLITE_FAILURE_H
#define GOZOLITE_FAILURE_H
#include <stdio.h>

struct failure {
	char layer[48];
	char message[400];
	char remedy[400];
};

#define failure_set(f, layer_, remedy_, ...)                                \
	do {                                                                 \
		snprintf((f)->layer, sizeof(f)->layer, "%s", layer_);        \
		snprintf((f)->remedy, sizeof(f)->remedy, "%s", remedy_);     \
		snprintf((f)->message, sizeof(f)->message, __VA_ARGS__);     \
	} while (0)
#endif
