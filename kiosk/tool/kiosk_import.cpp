// kiosk-import: the sandboxed worker, started by imaging/import_worker.cpp, a process a picture.
#include "kiosk/tool/kiosk_import_run.h"

int main(int argc, char** argv) { return kiosk::tool::run_import(argc, argv, {}); }
