#include "kiosk/tool/commands.h"
namespace kiosk::tool {
int create(const PackOptions&, Terminal&) { return 2; }
int adopt(const PackOptions&, Terminal&) { return 2; }
int import_table(const PackOptions&, Terminal&) { return 2; }
int preview(const PackOptions&, Terminal&) { return 2; }
}
