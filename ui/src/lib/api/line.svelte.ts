/** Whether the program behind the window can be heard. In the desktop window it always can. */
class Line {
  down = $state(false);
}
export const line = new Line();
