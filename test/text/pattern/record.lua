-- Runs in `nvim --clean --headless`: reads cases (JSON lines) from $CASES, writes answers to $ANSWERS.
local out = io.open(os.getenv("ANSWERS"), "w")
local function utf16(line, byte)
  local text = vim.fn.getline(line)
  local _, col = vim.str_utfindex(text, math.min(byte, #text))
  return col
end
local function place(pos)
  if pos[1] == 0 then return vim.NIL end
  return { pos[1] - 1, utf16(pos[1], pos[2] - 1) }
end
-- The answers of the other (backtracking) engine; they differ where one of the two has a bug.
local function both(case)
  local rows = {}
  local ok = pcall(function()
    for row = 1, #case.lines do
      local at = case.at or { row - 1, 0 }
      vim.fn.setpos(".", { 0, at[1] + 1, at[2] + 1, 0 })
      local from = vim.fn.searchpos("\\%#=1" .. case.p, "cWn", case.at and 0 or row)
      local to = vim.fn.searchpos("\\%#=1" .. case.p, "cWne", case.at and 0 or row)
      table.insert(rows, from[1] == 0 and vim.NIL or { place(from), place(to) })
      if case.at then break end
    end
  end)
  return ok and rows or nil
end
local function run(case)
  vim.api.nvim_buf_set_lines(0, 0, -1, true, case.lines)
  vim.o.ignorecase = case.ic or false
  vim.o.smartcase = case.scs or false
  vim.o.magic = case.magic ~= false
  vim.bo.tabstop = 8
  vim.cmd("delmarks!")
  if case.visual then
    local v = case.visual
    vim.fn.setpos(".", { 0, v[2] + 1, v[3] + 1, 0 })
    vim.cmd("normal! " .. vim.api.nvim_replace_termcodes(v[1], true, true, true))
    vim.fn.setpos(".", { 0, v[4] + 1, v[5] + 1, 0 })
    vim.cmd("normal! " .. vim.api.nvim_replace_termcodes("<Esc>", true, true, true))
  end
  if case.mark then vim.fn.setpos("'" .. case.mark[1], { 0, case.mark[2] + 1, case.mark[3] + 1, 0 }) end
  local answer = { rows = {} }
  local flags = (case.scs and "" or "") .. "cW"
  local ok, err = pcall(function()
    for row = 1, #case.lines do
      local at = case.at or { row - 1, 0 }
      vim.fn.setpos(".", { 0, at[1] + 1, at[2] + 1, 0 })
      local from = vim.fn.searchpos(case.p, flags .. "n", case.at and 0 or row)
      local to = vim.fn.searchpos(case.p, flags .. "ne", case.at and 0 or row)
      table.insert(answer.rows, from[1] == 0 and vim.NIL or { place(from), place(to) })
      if case.at then break end
    end
  end)
  if ok then answer.other = both(case) end
  if not ok then
    answer = { error = tostring(err):gsub("^Vim:", ""):gsub("^Vim%b():", "") }
  elseif not case.at then
    vim.fn.setpos(".", { 0, 1, 1, 0 })
    vim.g.found = {}
    vim.cmd("function! Keep()\nif empty(g:found)\nlet g:found = map(range(10), 'submatch(v:val)')\nendif\nreturn ''\nendfunction")
    pcall(vim.cmd, "silent! keeppatterns %s\1" .. case.p .. "\1\\=Keep()\1n")
    if #vim.g.found > 0 then answer.groups = vim.g.found end
  end
  out:write(vim.fn.json_encode(answer) .. "\n")
  out:flush()
end
for line in io.lines(os.getenv("CASES")) do run(vim.fn.json_decode(line)) end
out:close()
vim.cmd("qa!")
