// A FIFO of ours in a fifodir, visible under a name that libftrig knows.
#ifndef FLOOR_SUBSCRIBER_H
#define FLOOR_SUBSCRIBER_H

#include "CFloor.h"

struct subscriber {
  int directory, fifo;
  char visible[64];
};

int subscribe(struct subscriber *s, const char *servicedir);
void unsubscribe(struct subscriber *s);

/// Reads the events until a certain one has come. 0, or -1.
int await(int fifo, char event);

#endif
