#include "kiosk/draw/layer.h"

#include <imgui.h>

#include <algorithm>
#include <cstring>

#include "kiosk/draw/frame.h"

namespace kiosk {

void Layer::ListDeleter::operator()(ImDrawList* list) const { delete list; }

void Layer::measure() {
  m_reaches.clear();
  for (const ImDrawCmd& command : m_list->CmdBuffer) {
    const auto indices = std::span(m_list->IdxBuffer.Data + command.IdxOffset, command.ElemCount);
    Reach reach;
    if (!indices.empty()) {
      const auto [low, high] = std::ranges::minmax(indices);
      reach = {low + command.VtxOffset, high + command.VtxOffset};
    }
    m_reaches.push_back(reach);
  }
}

void Frame::show(const Layer& layer) {
  const ImDrawList& from = *layer.m_list;
  for (int i = 0; i < from.CmdBuffer.Size; ++i) {
    const ImDrawCmd& command = from.CmdBuffer[i];
    if (command.ElemCount == 0) continue;
    const auto [first, last] = layer.m_reaches[static_cast<std::size_t>(i)];
    const unsigned vertices = last - first + 1;
    m_list.PushClipRect({command.ClipRect.x, command.ClipRect.y},
                        {command.ClipRect.z, command.ClipRect.w}, true);
    m_list.PushTextureID(command.TextureId);
    m_list.PrimReserve(static_cast<int>(command.ElemCount), static_cast<int>(vertices));
    std::memcpy(m_list._VtxWritePtr, from.VtxBuffer.Data + first, vertices * sizeof(ImDrawVert));
    const unsigned shift = m_list._VtxCurrentIdx + command.VtxOffset - first;
    for (unsigned k = 0; k < command.ElemCount; ++k) {
      const unsigned index = from.IdxBuffer[static_cast<int>(command.IdxOffset + k)] + shift;
      m_list._IdxWritePtr[k] = static_cast<ImDrawIdx>(index);
    }
    m_list._VtxWritePtr += vertices;
    m_list._VtxCurrentIdx += vertices;
    m_list._IdxWritePtr += command.ElemCount;
    m_list.PopTextureID();
    m_list.PopClipRect();
  }
  if (m_silent) return;
  for (const Zone& zone : layer.m_zones.all()) m_zones.next() = zone;
}

}  // namespace kiosk
