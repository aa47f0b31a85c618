#include "CFloor.h"

// The two layouts that there are, by their sizes: the longer one has the process group as well.
enum { SHORT = 35, LONG = 43 };

static uint64_t big_endian(const unsigned char *bytes, int count) {
  uint64_t value = 0;
  for (int i = 0; i < count; i++) value = value << 8 | bytes[i];
  return value;
}

static int decode_stamp(const unsigned char *bytes, uint64_t *seconds, uint32_t *nanoseconds) {
  *seconds = big_endian(bytes, 8);
  *nanoseconds = (uint32_t)big_endian(bytes + 8, 4);
  return *seconds >> 63 || *nanoseconds >= 1000000000 ? -1 : 0;
}

static int decode_process(const unsigned char *bytes, int32_t *process) {
  int64_t wide = (int64_t)big_endian(bytes, 8);
  if (wide < -1 || wide > INT32_MAX) return -1;
  *process = wide > 0 ? (int32_t)wide : 0;
  return 0;
}

int floor_decode(const unsigned char *record, size_t size, struct floor_record *decoded) {
  if (size != SHORT && size != LONG) return -1;
  if (decode_stamp(record, &decoded->changed, &decoded->changed_nanoseconds) < 0) return -1;
  if (decode_stamp(record + 12, &decoded->ready, &decoded->ready_nanoseconds) < 0) return -1;
  if (decode_process(record + 24, &decoded->pid) < 0) return -1;
  decoded->group = 0;
  if (size == LONG && decode_process(record + 32, &decoded->group) < 0) return -1;
  decoded->wait_status = (uint16_t)big_endian(record + size - 3, 2);
  decoded->flags = record[size - 1];
  return 0;
}
