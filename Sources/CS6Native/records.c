// Records: what callbacks were told, kept for hosts whose own functions may not be called back.
//
// Copies only; what is told is the library's own, and so is as large as this header says.
#include <stdlib.h>
#include <string.h>

#include "s6native.h"

struct s6n_record {
  size_t count, room;
  void **items;
};

struct kept_outcome {
  struct s6n_outcome outcome;
  struct s6n_status status;
  struct s6n_error error;
};

// As in Swift: without memory there is no going on.
static void *have(void *memory) {
  if (memory == NULL) abort();
  return memory;
}

s6n_record *s6n_record_new(void) { return have(calloc(1, sizeof(s6n_record))); }

void s6n_record_free(s6n_record *record) {
  size_t index;
  if (record == NULL) return;
  for (index = 0; index < record->count; index++) free(record->items[index]);
  free(record->items);
  free(record);
}

size_t s6n_record_count(const s6n_record *record) { return record->count; }

const void *s6n_record_item(const s6n_record *record, size_t index) {
  return index < record->count ? record->items[index] : NULL;
}

static void keep(s6n_record *record, void *item) {
  if (record->count == record->room) {
    record->room = 2 * record->room + 8;
    record->items = have(realloc(record->items, record->room * sizeof(void *)));
  }
  record->items[record->count++] = item;
}

static size_t length(const char *text) { return text == NULL ? 0 : strlen(text) + 1; }

// Copies a text to a place, which it moves behind it.
static const char *copied(const char *text, char **place) {
  char *copy = *place;
  if (text == NULL) return NULL;
  memcpy(copy, text, length(text));
  *place += length(text);
  return copy;
}

int s6n_record_name(const char *name, void *record) {
  char *place = have(malloc(length(name)));
  keep(record, place);
  copied(name, &place);
  return 0;
}

void s6n_record_outcome(const struct s6n_outcome *told, void *record) {
  struct kept_outcome *kept = have(malloc(sizeof *kept + length(told->profile)));
  char *place = (char *)(kept + 1);
  kept->outcome = *told;
  kept->outcome.profile = copied(told->profile, &place);
  if (told->status != NULL) kept->outcome.status = memcpy(&kept->status, told->status, sizeof kept->status);
  if (told->error != NULL) kept->outcome.error = memcpy(&kept->error, told->error, sizeof kept->error);
  keep(record, kept);
}

void s6n_record_action(const struct s6n_action *told, void *record) {
  struct s6n_action *kept = have(malloc(sizeof *kept + length(told->profile) + length(told->prior) +
                                        length(told->observed) + length(told->message)));
  char *place = (char *)(kept + 1);
  *kept = *told;
  kept->profile = copied(told->profile, &place);
  kept->prior = copied(told->prior, &place);
  kept->observed = copied(told->observed, &place);
  kept->message = copied(told->message, &place);
  keep(record, kept);
}
