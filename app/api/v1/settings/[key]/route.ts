import { SaveSetting, saveSetting } from "@/lib/fleet/save-setting";
import { door } from "@/lib/http/door";

export const PUT = door(SaveSetting, saveSetting);
