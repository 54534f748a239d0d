import { describeEveryOther } from "./every-seed";

describeEveryOther(1);
