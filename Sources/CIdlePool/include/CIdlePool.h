// The pool of threads that Swift's tasks run on, kept quiet while it has nothing to do.
#ifndef CIDLEPOOL_H
#define CIDLEPOOL_H

/// libdispatch wakes a thread every second for ever, to see whether the pool's threads are blocked and needs more of them
/// (swift-corelibs-libdispatch, event/workqueue.c). From this call on it looks while there is work, and for some seconds
/// after. Call it before the first task. Without the linker's help (`Scripts/build-release`) it does nothing.
void idle_pool_sleeps(void);

#endif
