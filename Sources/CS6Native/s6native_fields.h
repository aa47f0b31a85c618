// Not installed: the arrays of the structs, which Swift would take for tuples of thousands.
#ifndef S6NATIVE_FIELDS_H
#define S6NATIVE_FIELDS_H

#include "s6native.h"

static inline char *s6n_path_field(struct s6n_error *error) { return error->path; }
static inline char *s6n_message_field(struct s6n_error *error) { return error->message; }
static inline char *s6n_remedy_field(struct s6n_error *error) { return error->remedy; }
static inline char *s6n_desired_field(struct s6n_gateway *gateway) { return gateway->desired; }
static inline char *s6n_observed_field(struct s6n_gateway *gateway) { return gateway->observed; }

#endif
