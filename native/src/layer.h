/* Which layer a failed step of set-up belongs to, so that what is said of it names the layer and what to do. */
#ifndef GOZOLITE_LAYER_H
#define GOZOLITE_LAYER_H
#include "failure.h"

/* `failure` is what was recorded of the failed run, "cannot STEP: why". */
void layer_explain(const char *failure, int error, struct failure *why);
#endif
